//! `holdpoint release submit`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Let a draft's content stand, so that it can be approved.
#[derive(Debug, Args)]
pub(crate) struct Submit {
    /// Which release.
    release: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Submit {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.submit",
            "arguments": { "release": self.release }
        });
        session.submit(
            &self.write,
            request,
            format!("release `{}` is submitted", self.release),
        )
    }
}
