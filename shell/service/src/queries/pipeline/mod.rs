//! Pipelines and their runs.

mod compare;
mod list;
mod log;
mod run;
mod runs;
mod step;
mod tests;
mod trace;

pub use compare::{CompareRuns, ComparedEnd, ComparedStep, Comparison};
pub use list::{ListPipelines, PipelineLine, Pipelines};
pub use log::{LogLine, LogPlace, ShowStepLog, StepLog};
pub(in crate::queries) use run::absent as absent_run;
pub use run::{RunPage, ShowRun, StageView};
pub use runs::{ListRuns, RunLine, Runs};
pub use step::{DecisionView, RunStepView, StepState, WaitsFor};
pub(in crate::queries) use step::{decided, instructions, state as state_of, waits_for};
pub use tests::{ShowTests, TestState, TestView, TestsPage};
pub use trace::{RunTrace, TraceRun};
