//! Pipelines: their definitions, and the runs that carry releases through their steps.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | pipeline | `pipeline.declared` | declared again | `pipeline.retired` |
//! | run | `pipeline.run-started` | its steps | `pipeline.run-finished` |
//!
//! A run keeps its graph as it was planned: what a definition says later changes nothing in it. An attempt of a step is an
//! intent (`pipeline.step-requested`), whose position is its key wherever it is carried out, and an outcome
//! (`pipeline.step-finished`), which is taken once and from that attempt alone. What an outcome makes ready is requested in
//! the same append, so that one durable write ends a step and begins the next.
//!
//! | step | begins | ends when |
//! |---|---|---|
//! | `run`, `check`, `http`, `external` | as an effect | whoever carries it out says so |
//! | `tests` | as effects that share a list | each test came to its end |
//! | `wait` | | its time has passed, or a window is open |
//! | `gate` | | the gate of the environment lets the release pass |
//! | `approval` | | people in each role have decided |
//! | `manual` | | its owner says that it is done, and a second person confirms it where that is asked for |
//! | `deploy` | the deployment | the deployment has ended |
//! | `roll-back` | deployments of what ran before another one | they have ended |

mod carried;
mod command;
mod declared;
mod due;
mod errands;
mod event;
mod follow;
mod forecast;
mod needs;
mod outcome;
mod planned;
mod refusal;
mod responsible;
mod run;
mod started;
mod tests;
mod work;

pub(crate) use command::Start;
pub use command::{AdvanceRun, CancelRun, DecideStep, FinishRunStep, Outline, RetryRun, StartRun};
pub(crate) use declared::problem;
pub use declared::{DEFINITION, Pipeline, PipelineDeclared, PipelineName, PipelineRetired};
pub(crate) use due::due;
pub use errands::Errands;
pub use event::{
    RunBegun, RunCancelled, RunFinished, StepDecided, StepFinished, StepRefused, StepRequested,
    StepsKept,
};
pub use forecast::{Expected, Took};
pub use needs::{
    ArtifactKind, Brought, Cache, Needs, SecretPlace, StepArtifact, StepArtifacts, Taken,
};
pub use outcome::{StepEnd, StepResult};
pub use planned::{Mistakes, Planned, PlannedStep};
pub use refusal::PAGES;
pub use responsible::Responsible;
pub use run::{
    Attempt, AttemptState, Busy, Decided, Given, OfCutover, Run, RunId, RunStage, StageOfRun,
};
pub use started::{RunPlanned, RunStarted};
pub use tests::{
    ListTests, ShareTests, SharedTest, SharedTests, TestDone, TestTally, TestsListed, TestsShared,
    TestsTimed, Told, lease,
};
pub use work::{
    Approval, Check, Deploy, External, Gate, Http, Manual, Retries, RollBack, Script, TestShare,
    Tests, Wait, Work,
};
