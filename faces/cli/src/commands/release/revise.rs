//! `holdpoint release revise`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Make a release a draft again; approvals of it do not count any more.
#[derive(Debug, Args)]
pub(crate) struct Revise {
    /// Which release.
    release: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Revise {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.revise",
            "arguments": { "release": self.release }
        });
        session.submit(
            &self.write,
            request,
            format!("release `{}` is a draft again", self.release),
        )
    }
}
