//! `holdpoint pipeline retry`.

use clap::Args;
use serde_json::json;

use super::watch::Watch;
use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::present::Done;
use crate::session::{Session, send};

/// Repeat a run: what has succeeded does not run again, gates and approvals are asked again.
#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// Which run.
    run: String,
    /// Run everything again.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    watch: Watch,
    #[command(flatten)]
    write: Write,
}

impl Run for Retry {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let request = json!({
            "command": "pipeline.retry",
            "arguments": { "run": self.run, "all": self.all }
        });
        let receipt = send(&*client, &self.write, request)?;
        let said = format!("run `{}` is repeated", self.run);
        if self.write.dry_run {
            return session.show(&Done::new(said, receipt));
        }
        self.watch.to_the_end(session, &*client, said, receipt)
    }
}
