//! What can be asked of pipelines.

mod advance;
mod cancel;
mod decide;
mod finish;
mod retry;
mod start;

pub use advance::AdvanceRun;
pub use cancel::CancelRun;
pub use decide::DecideStep;
pub use finish::FinishRunStep;
pub use retry::RetryRun;
pub(crate) use start::Start;
pub use start::{Outline, StartRun};
