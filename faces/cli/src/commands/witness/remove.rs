//! `holdpoint witness remove`.

use clap::Args;
use serde::Serialize;

use super::place::{failure, place};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Know a log no more. What was cosigned of it stays kept, should it be added again.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The log's origin, the first line of its checkpoints.
    origin: String,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Remove {
    fn run(self, session: &Session) -> Outcome {
        let mut register = place(session)?
            .register()
            .map_err(|error| failure(&error))?;
        let logs = register.logs().map_err(|error| failure(&error.into()))?;
        if !logs.iter().any(|log| log.origin == self.origin) {
            let message = format!("log `{}` is not known to this witness", self.origin);
            return Err(Failure::input("log-unknown", message)
                .help("`holdpoint witness show` lists the logs that are"));
        }
        if !self.dry_run {
            let removed = register.remove(&self.origin);
            removed.map_err(|error| failure(&error.into()))?;
        }
        session.show(&Removed {
            dry_run: self.dry_run,
            origin: self.origin,
        })
    }
}

#[derive(Debug, Serialize)]
struct Removed {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
    origin: String,
}

impl Human for Removed {
    fn human(&self, page: &mut Page) {
        let origin = &self.origin;
        page.line(match self.dry_run {
            true => format!("would be known no more: log {origin}"),
            false => format!("log {origin} is known no more"),
        });
    }
}
