//! The entry that says that a backup was restored with a loss.

use holdpoint_ports::Credential;
use serde::Serialize;

use super::restore::Found;
use crate::client::{from_service, own_user};
use crate::data::Opened;
use crate::error::Failure;
use crate::session::Session;
use crate::token;

/// Whether the ledger says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Recorded {
    /// Nothing was accepted.
    NotNeeded,
    /// It does, and who accepted it.
    Named,
    /// It does, and the ledger knows nobody who is called so on this machine.
    Unnamed,
    /// It cannot: nothing can be signed without the key.
    Unsigned,
}

impl Recorded {
    /// What is said of it.
    pub(super) fn said(self) -> Option<&'static str> {
        match self {
            Self::NotNeeded => None,
            Self::Named => Some("the ledger says who accepted the loss, and why"),
            Self::Unnamed => Some(
                "the ledger says that a loss was accepted, and not by whom: it knows nobody who is called so on this machine",
            ),
            Self::Unsigned => {
                Some("the ledger does not say that a loss was accepted: nothing can be signed yet")
            }
        }
    }
}

/// Records it as the first entry of what goes on from here.
pub(super) fn record(
    session: &Session,
    backup: &Found,
    lost: Option<u64>,
    reason: &str,
) -> Result<Recorded, Failure> {
    let size = backup.manifest.size;
    let known = lost.map(|lost| size.saturating_add(lost));
    let signing = backup
        .keys
        .as_ref()
        .is_some_and(|keys| keys.signing.is_some());
    if !signing && session.global.key_file.is_none() {
        return Ok(Recorded::Unsigned);
    }
    let credential = match token::given(&session.global)? {
        Some(token) => Credential::Token(token),
        None => Credential::SystemUser(own_user()),
    };
    let Opened::Here(data) = session.open(None)? else {
        return Ok(Recorded::Unsigned);
    };
    let written = data
        .service()
        .record_restore(&credential, (known, size), reason);
    let written = written.map_err(from_service)?;
    let person = |event: &holdpoint_service::Written| event.data.get("person").is_some();
    Ok(match written.events.iter().any(person) {
        true => Recorded::Named,
        false => Recorded::Unnamed,
    })
}
