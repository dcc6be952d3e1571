//! What attributes of spans are called.
//!
//! Those of the OpenTelemetry semantic conventions for CI/CD (<https://opentelemetry.io/docs/specs/semconv/cicd/>), and, for what they
//! have no word for, some of our own that begin with `pipeline.`.

pub(crate) const PIPELINE: &str = "cicd.pipeline.name";
pub(crate) const ACTION: &str = "cicd.pipeline.action.name";
pub(crate) const RESULT: &str = "cicd.pipeline.result";
pub(crate) const RUN_ID: &str = "cicd.pipeline.run.id";
pub(crate) const RUN_URL: &str = "cicd.pipeline.run.url.full";
pub(crate) const RUN_STATE: &str = "cicd.pipeline.run.state";
pub(crate) const TASK: &str = "cicd.pipeline.task.name";
pub(crate) const TASK_ID: &str = "cicd.pipeline.task.run.id";
pub(crate) const TASK_RESULT: &str = "cicd.pipeline.task.run.result";
pub(crate) const TASK_URL: &str = "cicd.pipeline.task.run.url.full";
pub(crate) const TASK_TYPE: &str = "cicd.pipeline.task.type";
pub(crate) const WORKER: &str = "cicd.worker.id";
pub(crate) const WORKER_NAME: &str = "cicd.worker.name";
pub(crate) const ERROR: &str = "error.type";

/// What the time of a step or part is spent on.
pub(crate) const KIND: &str = "pipeline.step.kind";
/// The stage of a step.
pub(crate) const STAGE: &str = "pipeline.step.stage";
/// When nothing but an agent was missing, in nanoseconds since 1970.
pub(crate) const READY: &str = "pipeline.step.ready";
/// The agents among which one has to be free.
pub(crate) const POOL: &str = "pipeline.step.pool";
/// Which attempt it is.
pub(crate) const ATTEMPT: &str = "pipeline.step.attempt";
/// Whether what it waits for, which the links of its span say, was `stated` or `inferred`.
pub(crate) const ORDER: &str = "pipeline.step.order";
/// On the span of a part of a step.
pub(crate) const PART: &str = "pipeline.part";
