//! `holdpoint person add`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Add a person: name and mail address go into the vault, an opaque id into the ledger.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The short name to call them by.
    handle: String,
    /// The full name.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The mail address; commits with it are theirs.
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        let name = self.name.clone().unwrap_or_else(|| self.handle.clone());
        let new = json!({ "handle": self.handle, "name": name, "mail": self.mail });
        let request = json!({
            "command": "person.add",
            "arguments": { "person": { "new-person": new } }
        });
        session.submit(&self.write, request, format!("`{}` is added", self.handle))
    }
}
