//! Cutovers: nights in which releases go out together.

mod list;
mod night;
mod show;
mod task;

pub use list::{CutoverLine, Cutovers, ListCutovers};
pub use show::{CutoverPage, RehearsalView, ShowCutover};
pub use task::{SpanView, TaskView};
