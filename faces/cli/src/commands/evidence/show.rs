//! `holdpoint evidence show`.

use clap::Args;
use holdpoint_domain::Digest;

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output;
use crate::session::Session;

/// Write the document itself, as it was attached.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The digest of the document, as `blob` in `holdpoint evidence list --format json`.
    blob: String,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let digest: Digest = self
            .blob
            .parse()
            .map_err(|error| Failure::input("digest-wrong", error))?;
        let content = session.client()?.blob(&digest)?;
        let content = content.ok_or_else(|| {
            Failure::input("blob-unknown", format!("there is no content `{digest}`"))
        })?;
        output::write_bytes(&content)?;
        Ok(Exit::Go)
    }
}
