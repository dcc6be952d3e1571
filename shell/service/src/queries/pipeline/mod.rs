//! Pipelines and their runs.

mod list;
mod log;
mod run;
mod runs;
mod step;
mod tests;
mod trace;

pub use list::{ListPipelines, PipelineLine, Pipelines};
pub use log::{LogLine, LogPlace, ShowStepLog, StepLog};
pub use run::{RunPage, ShowRun, StageView};
pub use runs::{ListRuns, RunLine, Runs};
pub use step::{DecisionView, RunStepView, StepState, WaitsFor};
pub use tests::{ShowTests, TestState, TestView, TestsPage};
pub use trace::{RunTrace, TraceRun};
