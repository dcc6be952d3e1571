//! `holdpoint person erase`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::{person, plain};
use crate::session::Session;

/// Destroy a person's name, mail address, credentials and key. It cannot be undone; the ledger keeps the id.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Handle, mail address or id.
    person: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Erase {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.erase",
            "arguments": { "person": person(&self.person), "reason": plain(self.reason.as_deref()) }
        });
        session.submit(&self.write, request, "the person is erased")
    }
}
