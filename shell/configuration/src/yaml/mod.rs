//! YAML read into values that know their places, within limits.
//!
//! Scalars stay text: what a number or a truth value is, whoever reads the key decides, so that `no` as a
//! country stays `no`.

mod build;
mod limits;
mod node;

pub(crate) use build::parse;
pub(crate) use node::{Entry, Node, Value};
