//! Pipelines.

use std::collections::BTreeMap;

use super::sound::pipeline;
use super::{Agent, Concurrency, Input, Secret, Stage, Triggers};
use crate::expression::Template;
use crate::shape::{Axis, Brief, Duration, Variable, Word, record};

record! {
    /// The way of a release through its environments.
    Pipeline is "a pipeline"
    needs {
        /// What is done, in this order.
        stages: Vec<Stage> = "[{name: build, steps: []}]",
    }
    may {
        /// What people call it.
        title: Option<String>,
        /// What starts it; only people do if nothing is said.
        on: Option<Brief<Triggers>>,
        /// What it is started with, by name.
        inputs: BTreeMap<Axis, Brief<Input>>,
        /// Where its secrets are kept, by name. No step sees one that it does not ask for.
        secrets: BTreeMap<Word, Secret>,
        /// Variables of all its steps.
        env: BTreeMap<Variable, Template>,
        /// Which agents run its steps, unless a step says otherwise.
        agent: Option<Brief<Agent>>,
        /// Which runs exclude each other.
        concurrency: Option<Brief<Concurrency>>,
        /// How long a run may take, waiting for people included.
        timeout: Option<Duration>,
        /// Where it is rehearsed: for each environment, the one that stands in for it.
        rehearsal: BTreeMap<Word, Word>,
    }
    checked by pipeline
}
