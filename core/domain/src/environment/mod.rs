//! Environments: where artifacts run, what guards them, and how releases get there.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | environment | `environment.declared` | declared again | `environment.retired` |

mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use event::{EnvironmentDeclared, EnvironmentRetired};
pub use refusal::PAGES;
pub(crate) use refusal::{
    environment_circular, environment_in_use, environment_unknown, protected_needs_people,
    step_wrong,
};
pub use state::{Environment, EnvironmentName, Freeze, Level, Step};
