//! `holdpoint witness add`.

use clap::Args;
use holdpoint_ledger::note::{KeyError, KeyKind, VerifierKey};
use holdpoint_ports::{Clock as _, SystemClock};
use serde::Serialize;

use super::place::{failure, place};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Know a log, or one more key of it. A witness that runs knows it within a second.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The log's verifier key, as `ledger.vkey` in its data directory has it.
    key: String,
    /// The log's origin, if it is not the name of its key.
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        let key = self.key.parse().and_then(of_log);
        let key = key.map_err(|error| Failure::input("key", error))?;
        let origin = self.origin.unwrap_or_else(|| key.name.clone());
        let mut register = place(session)?
            .register()
            .map_err(|error| failure(&error))?;
        let known = register.logs().map_err(|error| failure(&error.into()))?;
        let before = known.iter().find(|log| log.origin == origin);
        let new = !before.is_some_and(|log| log.keys.contains(&key));
        if new && !self.dry_run {
            let seconds = u64::try_from(SystemClock.now() / 1_000).unwrap_or_default();
            let added = register.add(&origin, &key, seconds);
            added.map_err(|error| failure(&error.into()))?;
        }
        session.show(&Added {
            dry_run: self.dry_run,
            key: key.to_string(),
            origin,
            new,
        })
    }
}

/// A key that can sign checkpoints. One of a witness cannot stand for a log.
fn of_log(key: VerifierKey) -> Result<VerifierKey, KeyError> {
    key.verifier()?;
    match key.kind == KeyKind::Ed25519.byte() {
        true => Ok(key),
        false => Err(KeyError::Kind {
            name: key.name,
            kind: key.kind,
        }),
    }
}

#[derive(Debug, Serialize)]
struct Added {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
    origin: String,
    key: String,
    /// Whether it was not known before.
    new: bool,
}

impl Human for Added {
    fn human(&self, page: &mut Page) {
        let origin = &self.origin;
        page.line(match (self.new, self.dry_run) {
            (false, _) => format!("log {origin} is known with this key already"),
            (true, true) => format!("would be known: log {origin}"),
            (true, false) => format!("log {origin} is known"),
        });
    }
}
