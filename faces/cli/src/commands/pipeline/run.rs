//! `holdpoint pipeline run`.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::watch::Watch;
use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::session::{Session, send};

/// Start a run of a pipeline, and follow it to its end.
///
/// Ends with 0 when the run has succeeded, with 2 when it has failed or was cancelled, and with 4 when it has not ended in time.
#[derive(Debug, Args)]
pub(crate) struct RunPipeline {
    /// Of which pipeline.
    pipeline: String,
    /// A release that it carries, for gates and deployments; can be given several times.
    #[arg(long = "release", value_name = "NAME")]
    releases: Vec<String>,
    /// An input; can be given several times.
    #[arg(long = "input", value_name = "NAME=VALUE")]
    inputs: Vec<String>,
    /// The branch of the commit.
    #[arg(long, value_name = "NAME", default_value = "")]
    branch: String,
    /// The tag of the commit.
    #[arg(long, value_name = "NAME", default_value = "")]
    tag: String,
    /// The commit whose files its steps find.
    #[arg(long, value_name = "ID", default_value = "")]
    commit: String,
    #[command(flatten)]
    watch: Watch,
    #[command(flatten)]
    write: Write,
}

impl Run for RunPipeline {
    fn run(self, session: &Session) -> Outcome {
        let inputs = inputs(&self.inputs)?;
        let client = session.client()?;
        let request = json!({
            "command": "pipeline.run",
            "arguments": {
                "pipeline": self.pipeline,
                "releases": self.releases,
                "given": {"inputs": inputs, "branch": self.branch, "tag": self.tag, "commit": self.commit}
            }
        });
        let receipt = send(&*client, &self.write, request)?;
        let said = format!("pipeline `{}` is on its way", self.pipeline);
        if self.write.dry_run {
            return session.show(&Done::new(said, receipt));
        }
        self.watch.to_the_end(session, &*client, said, receipt)
    }
}

pub(in crate::commands) fn inputs(written: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| {
        let pair = text.split_once('=');
        let pair = pair.map(|(name, value)| (name.to_owned(), value.to_owned()));
        pair.ok_or_else(|| {
            let why = format!("`{text}` gives no value to an input");
            Failure::input("pipeline-input-form", why)
        })
    };
    written.iter().map(pair).collect()
}
