//! Stages.

use super::sound::stage;
use super::{Agent, Concurrency, Gate, Step, Strategy};
use crate::expression::{Condition, Template};
use crate::shape::{Brief, Duration, Word, record};

record! {
    /// A part of the way, most often an environment. It begins when the one before it has ended well.
    Stage is "a stage"
    needs {
        /// What is done, in this order unless `after` says otherwise.
        steps: Vec<Step> = "[{name: build, run: make}]",
    }
    may {
        /// Its name; that of its environment if nothing is said.
        name: Option<Word>,
        /// What people call it.
        title: Option<Template>,
        /// The environment that it brings the release to. Its gate is asked before the first step.
        environment: Option<Word>,
        /// How much the gate weighs; `enforce` if nothing is said and there is an environment.
        gate: Option<Brief<Gate>>,
        /// Names of maintenance windows; the stage waits until one of them is open.
        window: Vec<Word>,
        /// How its `deploy` steps deploy, unless they say otherwise.
        strategy: Option<Brief<Strategy>>,
        /// Under which condition it is entered.
        when: Option<Condition>,
        /// Which agents run its steps, unless a step says otherwise.
        agent: Option<Brief<Agent>>,
        /// Which stages of runs exclude each other.
        concurrency: Option<Brief<Concurrency>>,
        /// How long it may take from its first step on.
        timeout: Option<Duration>,
    }
    checked by stage
}

impl Stage {
    /// What it is called.
    pub(crate) fn called(&self) -> Option<&Word> {
        self.name.as_ref().or(self.environment.as_ref())
    }
}
