//! What all formats are read into, before it is put together to a run.

use super::said::Where;
use crate::{Kind, Nanos, Outcome, Part};

/// A run as it was found.
#[derive(Debug)]
pub(super) struct FoundRun<'a> {
    pub(super) at: Where<'a>,
    pub(super) id: String,
    pub(super) pipeline: String,
    pub(super) url: Option<String>,
    pub(super) started: Option<Nanos>,
    pub(super) ended: Option<Nanos>,
    /// Nothing if it follows from the steps.
    pub(super) outcome: Option<Outcome>,
    pub(super) steps: Vec<FoundStep<'a>>,
}

/// A step as it was found.
#[derive(Debug, Clone)]
pub(super) struct FoundStep<'a> {
    pub(super) at: Where<'a>,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) stage: Option<String>,
    pub(super) kind: Kind,
    /// The indexes of those that it waits for; nothing if that is not said.
    pub(super) after: Option<Vec<usize>>,
    /// Whether whoever wrote it had inferred that.
    pub(super) inferred: bool,
    pub(super) ready: Option<Nanos>,
    pub(super) started: Nanos,
    pub(super) ended: Nanos,
    pub(super) pool: Option<String>,
    pub(super) agent: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) attempt: u32,
    pub(super) url: Option<String>,
    pub(super) parts: Vec<Part>,
}

impl<'a> FoundStep<'a> {
    /// A step of this name that ran from when until when, and of which nothing else is known.
    pub(super) fn new(at: Where<'a>, id: &str, name: &str, times: (Nanos, Nanos)) -> Self {
        Self {
            at,
            id: id.to_owned(),
            name: name.to_owned(),
            stage: None,
            kind: super::guess::kind(name),
            after: None,
            inferred: false,
            ready: None,
            started: times.0,
            ended: times.1,
            pool: None,
            agent: None,
            outcome: Outcome::Success,
            attempt: 1,
            url: None,
            parts: Vec::new(),
        }
    }
}
