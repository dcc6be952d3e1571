//! `holdpoint pipeline cancel`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::plain;
use crate::session::Session;

/// Cancel a run: what has not begun does not begin, what runs is stopped.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// Which run.
    run: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Cancel {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "pipeline.cancel",
            "arguments": { "run": self.run, "reason": plain(self.reason.as_deref()) }
        });
        session.submit(
            &self.write,
            request,
            format!("run `{}` is cancelled", self.run),
        )
    }
}
