//! `holdpoint release remove`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Take an artifact out of a draft.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Which release.
    release: String,
    /// The artifact's name.
    artifact: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Remove {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.remove-artifact",
            "arguments": { "release": self.release, "artifact": self.artifact }
        });
        let said = format!(
            "`{}` is taken out of release `{}`",
            self.artifact, self.release
        );
        session.submit(&self.write, request, said)
    }
}
