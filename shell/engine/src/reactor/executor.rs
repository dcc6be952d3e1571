//! Who carries out effects.

use holdpoint_domain::Command;

use super::Task;

/// Carries out effects. The engine calls each method on a thread of its own, so they may take their time.
pub trait Executor: Send + Sync {
    /// Carries out the effect, and says which commands tell how it ended. Stops early when the task is
    /// called off. The commands are issued as Holdpoint itself.
    fn carry_out(&self, task: &Task) -> Vec<Command>;

    /// What became of an effect that may have been handed out before, asked once after a restart.
    fn look_up(&self, task: &Task) -> Found;

    /// The ledger has taken what it was told of the effect: what was kept to tell it is not needed any more.
    fn settled(&self, _: &Task) {}
}

/// What became of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It surely never began: it is carried out now.
    NeverBegan,
    /// It ended, or nobody can know: these commands say so.
    Told(Vec<Command>),
}

/// Carries out nothing: for a server without an agent. Effects stay on the agenda until they are overdue.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoExecutor;

impl Executor for NoExecutor {
    fn carry_out(&self, _: &Task) -> Vec<Command> {
        Vec::new()
    }

    fn look_up(&self, _: &Task) -> Found {
        Found::Told(Vec::new())
    }
}
