//! What a definition says.

mod deploy;
mod gate;
mod input;
mod matrix;
mod order;
mod part;
mod pipeline;
mod place;
mod proof;
mod retry;
mod secret;
mod service;
mod sound;
mod stage;
mod step;
mod things;
mod trigger;
mod work;

pub use deploy::{Deploy, Per, RollBack, Verify, Wait};
pub use gate::{Approval, Gate, GateMode, Strategy, StrategyKind};
pub use input::{Input, InputType};
pub(crate) use matrix::Combination;
pub use matrix::Matrix;
pub(crate) use order::{Siblings, Tangle};
pub use part::Part;
pub use pipeline::Pipeline;
pub use place::{Agent, Identity, Limits};
pub use proof::{Check, External, ExternalMode, ExternalSystem, FailOn, Manual, TestRunner, Tests};
pub use retry::{Concurrency, Exit, Retries, WhenBusy};
pub use secret::{Secret, SecretFrom, Secrets};
pub use service::{Health, Service};
pub use stage::Stage;
pub use step::Step;
pub use things::{Artifacts, Cache, Made, Taken};
pub use trigger::{Change, Event, Push, Recurrence, Triggers};
pub use work::{Container, Http, Method, Run, Shell, Work};
