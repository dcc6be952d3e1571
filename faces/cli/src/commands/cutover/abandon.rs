//! `holdpoint cutover abandon`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::plain;
use crate::session::Session;

/// Say that a cutover will not be.
#[derive(Debug, Args)]
pub(crate) struct Abandon {
    /// Which cutover.
    cutover: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Abandon {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "cutover.abandon",
            "arguments": { "cutover": self.cutover, "reason": plain(self.reason.as_deref()) }
        });
        let said = format!("cutover `{}` is abandoned", self.cutover);
        session.submit(&self.write, request, said)
    }
}
