//! `holdpoint readiness`.

use clap::Args;
use holdpoint_service::queries::ShowReadiness;
use serde_json::json;

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Past, Write};
use crate::requests::plain;
use crate::session::Session;

commands! {
    /// What people confirm by hand before a release goes out.
    ReadinessCommand {
        Show(Show),
        Confirm(Confirm),
        Withdraw(Withdraw),
    }
}

/// Show the items that a release is asked for.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which release.
    release: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ShowReadiness {
                release: self.release,
            },
            &self.past,
        )
    }
}

/// Confirm an item.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// Which release.
    release: String,
    /// Which item.
    item: String,
    /// With what note.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Confirm {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "readiness.confirm",
            "arguments": {
                "release": self.release,
                "item": self.item,
                "note": plain(self.note.as_deref())
            }
        });
        let said = format!(
            "`{}` is confirmed for release `{}`",
            self.item, self.release
        );
        session.submit(&self.write, request, said)
    }
}

/// Take a confirmation back.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Which release.
    release: String,
    /// Which item.
    item: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Withdraw {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "readiness.confirm",
            "arguments": { "release": self.release, "item": self.item, "withdraw": true }
        });
        let said = format!(
            "`{}` is open again for release `{}`",
            self.item, self.release
        );
        session.submit(&self.write, request, said)
    }
}
