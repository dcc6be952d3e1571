//! What has happened to the tests of a run.

use std::collections::BTreeMap;

use holdpoint_splitting::queue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::PipelineName;
use super::super::run::RunId;
use crate::State;
use crate::kernel::{Digest, Evolve, Key, Meta};

/// Tests were found, and are to come to one end each. Their names are no part of the ledger, as nobody knows what is in them
/// (an address of mail as a parameter, say): they are kept as a blob, sorted, each with a line feed behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestsListed {
    /// In which run.
    pub run: RunId,
    /// The id of the step that lists them.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Position of the intent of its attempt.
    pub intent: u64,
    /// Which part of the list, from 0; that one begins a new list.
    pub part: u32,
    /// The digest of their names: of the set, and of that blob.
    pub set: Digest,
    /// What each test of this part is thought to take, in microseconds, in the order of their names.
    pub micros: Vec<u64>,
    /// Those of this part, counted from 0, for which that is not what they took before, but what others did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guessed: Vec<u32>,
    /// Whether the list is whole now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
}

impl Evolve for TestsListed {
    fn subject(&self) -> Key {
        self.run.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let Some(run) = state.runs.get_mut(&self.run.key()) else {
            return;
        };
        let Some((tests, _)) = run.sharing(self.place) else {
            return;
        };
        let (tests, mut shared) = (
            tests.clone(),
            run.tests.get(&self.place).cloned().unwrap_or_default(),
        );
        shared.list(self, &tests);
        run.tests.insert(self.place, shared);
    }
}

/// Tests were taken by a worker, have ended, or wait again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestsShared {
    /// In which run.
    pub run: RunId,
    /// The id of the step of the worker.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Position of the intent of its attempt.
    pub intent: u64,
    /// What happened. Tests are named by their numbers in the list, from 0.
    pub events: Vec<queue::Event>,
    /// What those that have ended took, in microseconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub took: BTreeMap<u32, u64>,
}

impl Evolve for TestsShared {
    fn subject(&self) -> Key {
        self.run.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let Some(run) = state.runs.get_mut(&self.run.key()) else {
            return;
        };
        let list = run.sharing(self.place).map(|(_, list)| list);
        if let Some(shared) = list.and_then(|list| run.tests.get_mut(&list)) {
            shared.share(self);
        }
    }
}

/// A run has told what the tests of a step take: the next one hands out the longest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestsTimed {
    /// Of which pipeline.
    pub pipeline: PipelineName,
    /// The id of the step that lists them.
    pub step: String,
    /// Which run.
    pub run: RunId,
}

impl Evolve for TestsTimed {
    fn subject(&self) -> Key {
        self.pipeline.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.run.key()]
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.errands.time(&self.pipeline, &self.step, &self.run);
    }
}
