//! `holdpoint person deactivate` and `holdpoint person reactivate`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::{person, plain};
use crate::session::Session;

/// Let a person act no more: their sessions and tokens end at once, and nobody asks them for anything.
///
/// Their roles and what they decided stay; whoever acts in their stead goes on. It can be undone; `holdpoint person erase`
/// cannot.
#[derive(Debug, Args)]
pub(crate) struct Deactivate {
    /// Handle, mail address or id.
    person: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Deactivate {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.deactivate",
            "arguments": { "person": person(&self.person), "reason": plain(self.reason.as_deref()) }
        });
        let said = format!("`{}` is deactivated", self.person);
        session.submit(&self.write, request, said)
    }
}

/// Let a person act again who was deactivated. They log in anew; what let them in before does not any more.
#[derive(Debug, Args)]
pub(crate) struct Reactivate {
    /// Handle, mail address or id.
    person: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Reactivate {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.reactivate",
            "arguments": { "person": person(&self.person) }
        });
        let said = format!("`{}` acts again", self.person);
        session.submit(&self.write, request, said)
    }
}
