//! The entry that says that a backup was restored with a loss.

use holdpoint_ports::Credential;
use serde::Serialize;

use super::restore::Found;
use crate::client::{from_service, own_user};
use crate::data::{Accepted, Opened, in_environment};
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
    /// It will: nothing can be signed without the key.
    Later,
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
            Self::Later => Some(
                "nothing can be signed yet: when it is first opened with its key, the ledger will say that a loss was accepted, and not by whom",
            ),
        }
    }
}

/// Whether what is restored can be signed here and now.
fn signs(session: &Session, backup: &Found) -> bool {
    let kept = backup.keys.as_ref();
    let given = session.global.key_file.is_some() || in_environment();
    given || kept.is_some_and(|keys| keys.signing.is_some())
}

/// What is kept beside the ledger until it can be signed, if it cannot be now.
pub(super) fn kept(
    session: &Session,
    backup: &Found,
    lost: Option<u64>,
) -> Result<Option<Vec<u8>>, Failure> {
    if signs(session, backup) {
        return Ok(None);
    }
    let size = backup.manifest.size;
    let known = lost.map(|lost| size.saturating_add(lost));
    let accepted = serde_json::to_vec(&Accepted { known, size });
    accepted
        .map(Some)
        .map_err(|error| Failure::failed("internal", "it has no JSON form").because(&error))
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
    if !signs(session, backup) {
        return Ok(Recorded::Later);
    }
    let credential = match token::given(&session.global)? {
        Some(token) => Credential::Token(token),
        None => Credential::SystemUser(own_user()),
    };
    let Opened::Here(data) = session.open(None)? else {
        return Ok(Recorded::Later);
    };
    let written = data
        .service()
        .record_restore(Some(&credential), (known, size), reason);
    let written = written.map_err(from_service)?;
    let person = |event: &holdpoint_service::Written| event.data.get("person").is_some();
    Ok(match written.events.iter().any(person) {
        true => Recorded::Named,
        false => Recorded::Unnamed,
    })
}
