//! What of a data directory is elsewhere, as it was said.

use std::path::Path;

use holdpoint_postgres::Address as Database;

use super::{Joining, Whereabouts, content, database};
use crate::arguments::Global;
use crate::error::Failure;

/// Where ledger, people and content are, if they are not in the data directory.
pub(crate) struct Elsewhere {
    pub(crate) database: Option<Database>,
    pub(crate) vault: Option<Database>,
    pub(crate) blobs: Option<holdpoint_objects::Address>,
}

impl Elsewhere {
    pub(crate) fn of(global: &Global) -> Result<Self, Failure> {
        let database = |url: &Option<String>| url.as_deref().map(database::address).transpose();
        let blobs = global.blobs_url.as_deref().map(content::address);
        Ok(Self {
            database: database(&global.database_url)?,
            vault: database(&global.vault_url)?,
            blobs: blobs.transpose()?,
        })
    }

    /// All that belongs to a data directory.
    pub(crate) fn around<'a>(
        &'a self,
        place: &'a Path,
        key: Option<&'a Path>,
        joining: Option<&'a Joining>,
    ) -> Whereabouts<'a> {
        Whereabouts {
            place,
            key,
            database: self.database.as_ref(),
            vault: self.vault.as_ref(),
            blobs: self.blobs.as_ref(),
            joining,
        }
    }
}
