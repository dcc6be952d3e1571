//! `holdpoint release cancel`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::plain;
use crate::session::Session;

/// Give a release up.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// Which release.
    release: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Cancel {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.cancel",
            "arguments": { "release": self.release, "reason": plain(self.reason.as_deref()) }
        });
        session.submit(
            &self.write,
            request,
            format!("release `{}` is cancelled", self.release),
        )
    }
}
