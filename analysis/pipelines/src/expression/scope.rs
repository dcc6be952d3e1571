//! What an expression can see: first the types, later the values.

use std::collections::BTreeMap;

use super::datum::{Datum, Type};

/// What is known of the surroundings before a run.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) inputs: &'a BTreeMap<&'a str, Type>,
    pub(crate) matrix: &'a BTreeMap<&'a str, Type>,
    /// Steps that come before, by name; none where outcomes have no meaning.
    pub(crate) before: Option<&'a dyn Fn(&str) -> Seen>,
    /// All names of steps, for suggestions.
    pub(crate) steps: &'a [&'a str],
}

/// What a step is for another one that asks about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It comes before.
    Before,
    /// It does not.
    NotBefore,
    Unknown,
}

/// The values of a run.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) inputs: &'a BTreeMap<Box<str>, Datum>,
    pub(crate) matrix: &'a BTreeMap<Box<str>, Datum>,
    pub(crate) branch: &'a str,
    pub(crate) tag: &'a str,
    pub(crate) commit: &'a str,
    pub(crate) event: &'a str,
}
