//! A run of a pipeline: its steps, what each waited for, and when. All times are integers.

mod check;
mod graph;
mod kind;
mod outcome;

use std::ops::Deref;

pub use check::Fault;
pub(crate) use graph::Graph;
pub use kind::Kind;
pub use outcome::Outcome;

/// Nanoseconds since 1970-01-01T00:00Z, never negative; those of a signed 64-bit number last until 2262.
pub type Nanos = i64;

/// A run as it was told, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the system that ran it calls it.
    pub id: String,
    /// The pipeline's name.
    pub pipeline: String,
    /// Where people see it.
    pub url: Option<String>,
    /// When it was triggered.
    pub started: Nanos,
    /// When all was over.
    pub ended: Nanos,
    /// How it ended.
    pub outcome: Outcome,
    /// Its steps. A step is named by its index here.
    pub steps: Vec<Step>,
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What tells it from the others of the run.
    pub id: String,
    /// Its name, the same in every run.
    pub name: String,
    /// The part of the pipeline that it belongs to.
    pub stage: Option<String>,
    /// What its time is spent on, but for that of its parts.
    pub kind: Kind,
    /// The steps that it waits for, ascending.
    pub after: Vec<usize>,
    /// Whether nobody said what it waits for, and it follows from the times.
    pub inferred: bool,
    /// When nothing but an agent was missing.
    pub ready: Nanos,
    /// When it began to run.
    pub started: Nanos,
    /// When it was over.
    pub ended: Nanos,
    /// The agents among which one has to be free; without it, it needs none.
    pub pool: Option<String>,
    /// The agent that ran it.
    pub agent: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Which attempt at it this is, from 1.
    pub attempt: u32,
    /// Where people see it.
    pub url: Option<String>,
    /// What it did, one after another; there may be time between them.
    pub parts: Vec<Part>,
}

/// A part of what a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What its time is spent on.
    pub kind: Kind,
    /// When it began.
    pub started: Nanos,
    /// When it was over.
    pub ended: Nanos,
}

/// A run that was checked: every step lies within it, and begins after all that it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    draft: Draft,
    /// The steps, each after all that it waits for.
    order: Vec<usize>,
}

impl Run {
    /// Checks a run.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(draft: Draft) -> Result<Self, Vec<Fault>> {
        let order = check::check(&draft)?;
        Ok(Self { draft, order })
    }

    /// What it was made of.
    #[must_use]
    pub fn into_draft(self) -> Draft {
        self.draft
    }

    /// How long it took, in nanoseconds.
    #[must_use]
    pub fn length(&self) -> u64 {
        between(self.started, self.ended)
    }

    /// When the last step was over; when the run began, if there is none.
    #[must_use]
    pub fn last(&self) -> Nanos {
        let ends = self.steps.iter().map(|step| step.ended);
        ends.max().unwrap_or(self.started)
    }

    /// The steps, each after all that it waits for.
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }

    /// When all that a step waits for was over; when the run began, if it waits for nothing.
    pub(crate) fn clear(&self, step: &Step) -> Nanos {
        let ends = step.after.iter().filter_map(|one| self.steps.get(*one));
        let last = ends.map(|one| one.ended).max();
        last.unwrap_or(self.started)
    }
}

impl Deref for Run {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.draft
    }
}

impl Step {
    /// How long it ran, in nanoseconds.
    #[must_use]
    pub fn length(&self) -> u64 {
        between(self.started, self.ended)
    }

    /// How long it waited for an agent.
    #[must_use]
    pub fn wait(&self) -> u64 {
        between(self.ready, self.started)
    }

    /// What it is called among the steps of all runs: its name, after its stage's if it has one.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.stage {
            Some(stage) => format!("{stage}/{}", self.name),
            None => self.name.clone(),
        }
    }

    /// How long it ran beside its parts.
    pub(crate) fn rest(&self) -> u64 {
        let parts = self.parts.iter().map(Part::length);
        self.length().saturating_sub(parts.sum())
    }
}

impl Part {
    /// How long it took, in nanoseconds.
    #[must_use]
    pub fn length(&self) -> u64 {
        between(self.started, self.ended)
    }
}

/// From one moment to a later one.
pub(crate) fn between(from: Nanos, to: Nanos) -> u64 {
    u64::try_from(to.saturating_sub(from)).unwrap_or(0)
}
