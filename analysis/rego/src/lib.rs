//! Rules that an organisation writes itself, in Rego (v1), evaluated so that the same input always gives the
//! same answer.
//!
//! A set of modules is loaded once; each package in it may define `deny`, `violation` or `violations` (messages, or
//! true), `warn`, and `allow`. Nothing that a rule can call knows the time, the machine, chance or the network:
//! such calls are refused when the modules are loaded. An evaluation that takes too long is an error,
//! never an answer.

mod calls;
mod error;
mod functions;
mod nesting;
mod outcome;
mod package;
mod policy;
mod recursion;
mod sprintf;
mod stack;
mod walk;

pub use error::{Problem, RegoError};
pub use functions::allowed_functions;
pub use outcome::Outcome;
pub use policy::{Budget, Policy};
