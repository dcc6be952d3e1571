//! `holdpoint cutover rehearse` and `holdpoint cutover start`.

use clap::Args;
use serde_json::{Value, json};

use crate::arguments::Write;
use crate::commands::pipeline::Watch;
use crate::commands::{Outcome, Run};
use crate::present::Done;
use crate::session::{Session, send};

/// Rehearse a cutover: a run in which other environments stand in for those of the night.
///
/// Follows it to its end, and ends as `holdpoint pipeline run` does.
#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Which cutover.
    cutover: String,
    #[command(flatten)]
    watch: Watch,
    #[command(flatten)]
    write: Write,
}

/// Start the night itself, and follow it to its end.
///
/// When something in it fails, or its run is cancelled, it is backed out, the newest task first. Ends as `holdpoint pipeline
/// run` does.
#[derive(Debug, Args)]
pub(crate) struct Start {
    /// Which cutover.
    cutover: String,
    /// Although it is planned for later.
    #[arg(long)]
    early: bool,
    #[command(flatten)]
    watch: Watch,
    #[command(flatten)]
    write: Write,
}

impl Run for Rehearse {
    fn run(self, session: &Session) -> Outcome {
        let request =
            json!({"command": "cutover.rehearse", "arguments": {"cutover": self.cutover}});
        let said = format!("cutover `{}` is being rehearsed", self.cutover);
        begin(session, (&self.watch, &self.write), request, said)
    }
}

impl Run for Start {
    fn run(self, session: &Session) -> Outcome {
        let arguments = json!({"cutover": self.cutover, "early": self.early});
        let request = json!({"command": "cutover.start", "arguments": arguments});
        let said = format!("cutover `{}` is under way", self.cutover);
        begin(session, (&self.watch, &self.write), request, said)
    }
}

fn begin(
    session: &Session,
    (watch, write): (&Watch, &Write),
    request: Value,
    said: String,
) -> Outcome {
    let client = session.client()?;
    let receipt = send(&*client, write, request)?;
    if write.dry_run {
        return session.show(&Done::new(said, receipt));
    }
    watch.to_the_end(session, &*client, said, receipt)
}
