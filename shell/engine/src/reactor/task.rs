//! An effect in hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use holdpoint_domain::pipeline::{PipelineName, Run, RunId, SharedTests};
use holdpoint_domain::{Command, Effect};

/// Where an executor says things about an effect, and asks, while it carries it out.
pub trait Line: Send + Sync {
    /// Has a command carried out as Holdpoint itself, and waits until the ledger has taken what comes of it.
    ///
    /// # Errors
    /// Why it was refused, or is not known to be taken.
    fn say(&self, command: Command) -> Result<(), String>;

    /// A run, as it stands.
    fn run(&self, id: &RunId) -> Option<Run>;

    /// The tests of that step of a pipeline, in the run that told last what they take.
    fn timed(&self, pipeline: &PipelineName, step: &str) -> Option<SharedTests>;
}

#[derive(Clone, Default)]
pub(super) struct Listening(pub(super) Option<Arc<dyn Line>>);

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() {
            "a line"
        } else {
            "no line"
        })
    }
}

/// An effect that was handed out.
#[derive(Debug, Clone)]
pub struct Task {
    /// Position of its intent: the key of the effect, the same after every restart.
    pub position: u64,
    /// Which reactor hands it out; whoever has seen a higher epoch refuses it.
    pub epoch: i64,
    /// What to do.
    pub effect: Effect,
    pub(super) called_off: Arc<AtomicBool>,
    pub(super) line: Listening,
}

impl Task {
    /// A task outside of a reactor, for tests of executors.
    #[must_use]
    pub fn new(position: u64, epoch: i64, effect: Effect) -> Self {
        Self {
            position,
            epoch,
            effect,
            called_off: Arc::default(),
            line: Listening::default(),
        }
    }

    /// The same, with somebody who listens.
    #[must_use]
    pub fn with(self, line: Arc<dyn Line>) -> Self {
        let line = Listening(Some(line));
        Self { line, ..self }
    }

    /// Who listens, if anybody does.
    #[must_use]
    pub fn line(&self) -> Option<&dyn Line> {
        self.line.0.as_deref()
    }

    /// Whether it is not wanted any more, such as the step of a deployment that was aborted.
    #[must_use]
    pub fn called_off(&self) -> bool {
        self.called_off.load(Ordering::Relaxed)
    }

    /// Calls it off.
    pub fn call_off(&self) {
        self.called_off.store(true, Ordering::Relaxed);
    }
}
