//! `holdpoint abort`.

use clap::Args;
use serde_json::json;

use super::{Outcome, Run};
use crate::arguments::Write;
use crate::requests::plain;
use crate::session::Session;

/// Stop a deployment that is on its way.
#[derive(Debug, Args)]
pub(crate) struct Abort {
    /// Which deployment.
    deployment: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Abort {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "deployment.abort",
            "arguments": { "deployment": self.deployment, "reason": plain(self.reason.as_deref()) }
        });
        let said = format!("deployment `{}` is aborted", self.deployment);
        session.submit(&self.write, request, said)
    }
}
