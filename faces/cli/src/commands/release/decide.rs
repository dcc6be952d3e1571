//! `holdpoint release go` and `holdpoint release no-go`.

use clap::Args;
use holdpoint_domain::signing::Act;
use holdpoint_service::queries::ShowStatement;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;
use crate::signing::{Signing, Stated};

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
    signing: Signing,
    #[command(flatten)]
    write: Write,
}

impl Run for Go {
    fn run(self, session: &Session) -> Outcome {
        let wrong = |error: holdpoint_domain::NameError| Failure::input("usage", error);
        let stated = Stated {
            query: ShowStatement {
                decision: Act::Go,
                release: Some(self.release.parse().map_err(wrong)?),
                environment: Some(self.environment.parse().map_err(wrong)?),
                waiver: None,
                reason: None,
            },
            reason: self.reason,
            command: "release.decide",
            arguments: json!({
                "release": self.release, "decision": "go", "environment": self.environment
            }),
            said: format!("go: release `{}` to `{}`", self.release, self.environment),
        };
        stated.submit(session, self.signing, &self.write)
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
    signing: Signing,
    #[command(flatten)]
    write: Write,
}

impl Run for NoGo {
    fn run(self, session: &Session) -> Outcome {
        let wrong = |error: holdpoint_domain::NameError| Failure::input("usage", error);
        let stated = Stated {
            query: ShowStatement {
                decision: Act::NoGo,
                release: Some(self.release.parse().map_err(wrong)?),
                environment: None,
                waiver: None,
                reason: None,
            },
            reason: Some(self.reason),
            command: "release.decide",
            arguments: json!({ "release": self.release, "decision": "no-go" }),
            said: format!("no-go: release `{}`", self.release),
        };
        stated.submit(session, self.signing, &self.write)
    }
}
