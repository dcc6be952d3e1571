//! The thread that carries out one effect and tells the ledger how it ended.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use holdpoint_domain::pipeline::{PipelineName, Run, RunId, SharedTests};
use holdpoint_domain::{Actor, Command};

use super::{Executor, Found, Line, Task};
use crate::{At, Engine, EngineError, Outcome, Request};

/// How long to wait before an outcome that could not be written is written again.
const AGAIN: Duration = Duration::from_secs(1);

pub(super) struct Worker {
    pub(super) engine: Engine,
    pub(super) executor: Arc<dyn Executor>,
    pub(super) look_up: bool,
    pub(super) ended: Sender<u64>,
    pub(super) task: Task,
}

/// Says that the effect has ended, even when whoever carried it out panicked.
struct Ended(Sender<u64>, u64);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.send(self.1);
    }
}

impl Line for Engine {
    fn say(&self, command: Command) -> Result<(), String> {
        let said = self.submit(Request::new(Actor::System, command));
        match said.map_err(|error| error.to_string())?.outcome {
            Outcome::Accepted => Ok(()),
            Outcome::Refused(refusal) => Err(refusal.to_string()),
        }
    }

    fn run(&self, id: &RunId) -> Option<Run> {
        self.published().state.runs.peek(&id.key()).cloned()
    }

    fn timed(&self, pipeline: &PipelineName, step: &str) -> Option<SharedTests> {
        let view = self.view(At::Now).ok()?;
        let found = view.ask(|state| {
            let Some(id) = state.errands.timed(pipeline, step) else {
                return Ok(None);
            };
            let run = state.runs.get(&id.key())?;
            let shared = run.and_then(|run| run.shared_tests(run.planned.find(step)?));
            Ok(shared.cloned())
        });
        found.ok().flatten()
    }
}

impl Worker {
    /// Starts the thread. Without one the effect has ended before it began, and is overdue some day.
    pub(super) fn start(self) {
        let ended = Ended(self.ended.clone(), self.task.position);
        let name = format!("effect {}", self.task.position);
        let _ = std::thread::Builder::new().name(name).spawn(move || {
            let _ended = ended;
            let outcome = self.outcome();
            let told = outcome.into_iter().all(|command| self.tell(command));
            if told {
                self.executor.settled(&self.task);
            }
        });
    }

    fn outcome(&self) -> Vec<Command> {
        if self.look_up {
            match self.executor.look_up(&self.task) {
                Found::NeverBegan => {}
                Found::Told(commands) => return commands,
            }
        }
        self.executor.carry_out(&self.task)
    }

    /// What has happened outside must get into the ledger, however long that takes; whether it has.
    fn tell(&self, command: Command) -> bool {
        loop {
            match self
                .engine
                .submit(Request::new(Actor::System, command.clone()))
            {
                Ok(_) => return true,
                Err(EngineError::Closed) => return false,
                Err(_) => std::thread::sleep(AGAIN),
            }
        }
    }
}
