//! `holdpoint release plan` and `holdpoint release unplan`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::moment::seconds;
use crate::requests::plain;
use crate::session::Session;

/// Plan when a release is to go to an environment.
///
/// Refused if something is in the way, with the next clear time: a blackout, what lies outside of maintenance windows, a booking,
/// another release of components that have to do with these, the time after it, or a team of whom nobody is there.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Which release.
    release: String,
    /// Where.
    environment: String,
    /// From when on.
    #[arg(
        long,
        value_name = "TIME",
        required_unless_present = "next",
        conflicts_with = "next"
    )]
    at: Option<String>,
    /// At the next clear time.
    #[arg(long)]
    next: bool,
    /// How long, such as `2h` or `90m`.
    #[arg(
        long = "for",
        value_name = "DURATION",
        default_value = "1h",
        conflicts_with = "train"
    )]
    length: String,
    /// With a release train: `--at` a moment of a departure, or with the `--next` that is clear and whose scope is not frozen.
    #[arg(long, value_name = "NAME")]
    train: Option<String>,
    /// Although something is in the way: a waiver from the gate's line `calendar` has to cover it.
    #[arg(long, requires = "reason")]
    despite: bool,
    /// Why.
    #[arg(long, value_name = "TEXT", requires = "despite")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Plan {
    fn run(self, session: &Session) -> Outcome {
        let at = self
            .at
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        let request = json!({
            "command": "release.plan",
            "arguments": {
                "release": self.release,
                "environment": self.environment,
                "from": at,
                "seconds": self.train.is_none().then(|| seconds(&self.length)).transpose()?,
                "train": self.train,
                "despite": plain(self.reason.as_deref()),
            }
        });
        let said = format!(
            "release `{}` is planned for `{}`",
            self.release, self.environment
        );
        session.submit(&self.write, request, said)
    }
}

/// Take back when a release was to go to an environment.
#[derive(Debug, Args)]
pub(crate) struct Unplan {
    /// Which release.
    release: String,
    /// Where.
    environment: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Unplan {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "release.unplan",
            "arguments": { "release": self.release, "environment": self.environment }
        });
        let said = format!(
            "release `{}` is not planned for `{}` any more",
            self.release, self.environment
        );
        session.submit(&self.write, request, said)
    }
}
