//! Deployments: attempts to bring a release to an environment.
//!
//! | stage | begins with | then |
//! |---|---|---|
//! | running | `deployment.requested` | its steps, one after the other |
//! | uncertain | `deployment.step-lost` | a person says how the step ended |
//! | current | `deployment.succeeded` | runs until something else runs there |
//! | ended | `deployment.failed`, `.aborted`, `.superseded` | leaves memory |
//!
//! A step is an intent (`deployment.step-requested`), an effect keyed by the intent's position, and an
//! outcome. A rollback is a deployment of what ran before.

mod command;
mod ending;
mod event;
mod finish;
mod refusal;
mod state;
mod steps;
#[cfg(test)]
mod tests;

pub use command::{AbortDeployment, Deploy, FinishStep, LoseStep, ResolveStep, RollBack};
pub use ending::{Aborted, Failed, Superseded};
pub use event::{Contracted, Requested, StepFinished, StepLost, StepRequested, Succeeded};
pub use refusal::PAGES;
pub use state::{
    Deployment, DeploymentId, DeploymentStage, Finished, Purpose, RunningStep, StepOutcome,
};
