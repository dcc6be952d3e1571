//! Conditions and templates: a small language without side effects, loops or functions, so that every expression ends.
//!
//! Values are text, whole numbers and truth values. There are `==`, `!=`, `<`, `<=`, `>`, `>=`, `in [a, b]`, `matches 'x/*'`,
//! `and`, `or`, `not` and brackets; what can be asked for is in [`Variable`].

mod check;
mod condition;
mod datum;
mod fault;
mod lex;
mod node;
mod parse;
mod reduce;
mod scope;
mod script;
mod template;

pub(crate) use check::{check as check_value, check_condition};
pub use condition::Condition;
pub use datum::{Datum, Type};

pub use node::Variable;

pub(crate) use reduce::reduce;
pub use reduce::{Flag, Outcomes, Test};
pub(crate) use scope::{Scope, Seen, Values};
pub(crate) use script::refuse_in_script;
pub use template::Template;
