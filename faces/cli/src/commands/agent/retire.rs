//! `holdpoint agent retire`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Retire an agent: it is let in no more, and its invitation counts no more.
#[derive(Debug, Args)]
pub(super) struct Retire {
    /// Which.
    agent: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Retire {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "agent.retire",
            "arguments": { "agent": self.agent }
        });
        let said = format!("`{}` is retired", self.agent);
        session.submit(&self.write, request, said)
    }
}
