//! The catalogue: components, who owns them, what they depend on, and what in them must never break.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | component | `component.declared` | declared again | `component.retired` |

mod dependencies;
mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use dependencies::Dependencies;
pub use event::{ComponentDeclared, ComponentRetired};
pub use refusal::PAGES;
pub(crate) use refusal::{component_circular, component_in_use, component_unknown, owner_missing};
pub use state::{Component, ComponentName, Criticality, KeyTransaction};
