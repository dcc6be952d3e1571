//! `holdpoint release go` and `holdpoint release no-go`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::plain;
use crate::session::Session;

/// Say that a release may go to an environment; the gate must carry it.
#[derive(Debug, Args)]
pub(crate) struct Go {
    /// Which release.
    release: String,
    /// To which environment.
    environment: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Go {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.decide",
            "arguments": {
                "release": self.release,
                "decision": "go",
                "environment": self.environment,
                "reason": plain(self.reason.as_deref())
            }
        });
        let said = format!("go: release `{}` to `{}`", self.release, self.environment);
        session.submit(&self.write, request, said)
    }
}

/// Say that a release may not go out; it stops until it is revised.
#[derive(Debug, Args)]
pub(crate) struct NoGo {
    /// Which release.
    release: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    write: Write,
}

impl Run for NoGo {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.decide",
            "arguments": {
                "release": self.release,
                "decision": "no-go",
                "reason": plain(Some(&self.reason))
            }
        });
        session.submit(
            &self.write,
            request,
            format!("no-go: release `{}`", self.release),
        )
    }
}
