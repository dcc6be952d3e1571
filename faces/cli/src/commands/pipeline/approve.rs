//! `holdpoint pipeline approve` and `reject`.

use clap::Args;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::requests::plain;
use crate::session::Session;

/// A step of a run that waits for people, and what is said about it.
#[derive(Debug, Args)]
struct Step {
    /// Of which run.
    run: String,
    /// The step, such as `production/go`.
    step: String,
    /// In which role, of an approval that asks for several.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// What there is to say.
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Step {
    fn decide(&self, session: &Session, approved: bool) -> Outcome {
        let request = json!({
            "command": "pipeline.decide",
            "arguments": {
                "run": self.run,
                "step": self.step,
                "approved": approved,
                "role": self.role,
                "comment": plain(self.comment.as_deref())
            }
        });
        let what = if approved { "approved" } else { "rejected" };
        session.submit(
            &self.write,
            request,
            format!("step `{}` is {what}", self.step),
        )
    }
}

/// Approve a step that waits for approval; say that a manual task is done, or confirm that it is.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    #[command(flatten)]
    step: Step,
}

impl Run for Approve {
    fn run(self, session: &Session) -> Outcome {
        self.step.decide(session, true)
    }
}

/// Reject a step that waits for approval, or say that a manual task cannot be done: the step has failed.
#[derive(Debug, Args)]
pub(crate) struct Reject {
    #[command(flatten)]
    step: Step,
}

impl Run for Reject {
    fn run(self, session: &Session) -> Outcome {
        self.step.decide(session, false)
    }
}
