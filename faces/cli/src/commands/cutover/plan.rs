//! `holdpoint cutover plan`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::pipeline::inputs;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Plan a cutover, or plan it anew: which releases go out, by the steps of which pipeline, and when.
///
/// It is refused if its run could not be started as things stand, with every reason. A cutover that is under way is not
/// planned anew.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// What it is called.
    cutover: String,
    /// The pipeline whose steps are its tasks.
    #[arg(long, value_name = "NAME")]
    pipeline: String,
    /// A release that goes out; can be given several times.
    #[arg(long = "release", value_name = "NAME")]
    releases: Vec<String>,
    /// When it begins.
    #[arg(long = "at", value_name = "TIME")]
    begins: String,
    /// An input of the pipeline; can be given several times.
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
    write: Write,
}

impl Run for Plan {
    fn run(self, session: &Session) -> Outcome {
        let begins = session.time(&self.begins)?;
        let inputs = inputs(&self.inputs)?;
        let request = json!({
            "command": "cutover.plan",
            "arguments": {
                "cutover": self.cutover,
                "night": {
                    "pipeline": self.pipeline,
                    "releases": self.releases,
                    "begins": begins,
                    "given": {"inputs": inputs, "branch": self.branch, "tag": self.tag, "commit": self.commit}
                }
            }
        });
        let said = format!("cutover `{}` is planned", self.cutover);
        session.submit(&self.write, request, said)
    }
}
