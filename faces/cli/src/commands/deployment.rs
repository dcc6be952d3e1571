//! `holdpoint deployment`.

use clap::Args;
use clap::ValueEnum;
use holdpoint_service::queries::{ListDeployments, ShowDeployment};
use serde_json::json;

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Part, Past, Write};
use crate::error::Failure;
use crate::session::Session;

commands! {
    /// Attempts to bring releases to environments.
    DeploymentCommand {
        List(List),
        Show(Show),
        Resolve(Resolve),
    }
}

/// List deployments, the newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of this release.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let release = self.release.map(|name| name.parse()).transpose();
        let release = release.map_err(|error| Failure::input("release-unknown", error))?;
        session.answer(
            &ListDeployments {
                release,
                paging: self.part.into(),
            },
            &self.past,
        )
    }
}

/// Show a deployment and its steps.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which deployment.
    deployment: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ShowDeployment {
                deployment: self.deployment,
            },
            &self.past,
        )
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ended {
    /// It did what it should.
    Succeeded,
    /// It did not.
    Failed,
}

/// Say how a step ended that nobody else knows the end of.
#[derive(Debug, Args)]
pub(crate) struct Resolve {
    /// Which deployment.
    deployment: String,
    /// How its step ended.
    ended: Ended,
    #[command(flatten)]
    write: Write,
}

impl Run for Resolve {
    fn run(self, session: &Session) -> Outcome {
        let succeeded = self.ended == Ended::Succeeded;
        let request = json!({
            "command": "deployment.resolve-step",
            "arguments": { "deployment": self.deployment, "succeeded": succeeded }
        });
        session.submit(&self.write, request, "it is said how the step ended")
    }
}
