//! Jobs of other CI systems: GitHub Actions, GitLab CI, Jenkins and Argo Workflows. A step starts one, follows it and can stop it.
//!
//! [`Address::open`] gives the [`Jobs`] of a system. [`Course`] says what to do next, so that no order is carried out twice: what
//! may have been started is looked for before it is started again, and every job carries a marker of the order that it came from,
//! by which it is found. Tokens are sent to their system and shown to nobody.
//!
//! | system | how it is started | where the marker stands |
//! |---|---|---|
//! | GitHub Actions | `workflow_dispatch` | the input `holdpoint_key`, which the workflow repeats in its `run-name` |
//! | GitLab CI | a pipeline with variables | the variable `HOLDPOINT_KEY` |
//! | Jenkins | `buildWithParameters` | the parameter `HOLDPOINT_KEY` |
//! | Argo Workflows | a workflow from a template, by the server | its name, and the label `holdpoint-key` |

mod address;
mod argo;
mod course;
mod github;
mod gitlab;
mod jenkins;
mod order;
mod path;
mod progress;
mod trouble;
mod value;
mod wire;

pub use address::{Address, Jobs, System, Token};
pub use course::{Course, Do, Stand};
pub use order::Order;
pub use progress::{Outcome, Part, Progress, Started, State};
pub use trouble::Trouble;
pub use wire::Patience;
