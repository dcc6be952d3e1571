//! The built-in agent: runs the steps that the ledger intends, and says how they ended.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_agent::{Agent, Ending, Options, Outcome, Program, Status, Step, Stream, Supervisor};
use holdpoint_domain::deployment::{FinishStep, LoseStep, StepOutcome};
use holdpoint_domain::{Command, Digest, Effect, Time};
use holdpoint_engine::{Executor, Found, Task};
use holdpoint_ports::BlobStore;

use crate::error::Failure;

/// The agent inside the program that has the data directory open. Steps run as another user where that is
/// possible, watched over by a process of their own, so that they survive this one.
pub(super) struct BuiltInAgent {
    agent: Agent,
    blobs: Arc<dyn BlobStore>,
}

/// How often a running step is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Bytes of what a step wrote that are kept with its outcome.
const KEPT: u64 = 1024 * 1024;
/// How many looks pass between asking a step to end and making it: five seconds.
const LOOKS_BEFORE_KILL: u32 = 100;

impl BuiltInAgent {
    pub(super) fn open(place: &Path, blobs: Arc<dyn BlobStore>) -> Result<Self, Failure> {
        let wrong = |error: &dyn std::error::Error| {
            Failure::failed("agent", "the built-in agent cannot be started").because(error)
        };
        let supervisor = Supervisor::this_program().map_err(|error| wrong(&error))?;
        let mut options = Options::new(supervisor);
        if options.user.is_some() {
            // The other user has to get there, and the data directory is closed to others.
            options.work = Some(std::env::temp_dir().join("holdpoint-steps"));
        }
        let agent = Agent::open(place, options).map_err(|error| wrong(&error))?;
        Ok(Self { agent, blobs })
    }

    /// Waits until the step has ended or is called off.
    fn follow(&self, task: &Task, mut status: Status) -> Status {
        let epoch = epoch(task);
        let mut stopping = 0;
        while let Status::Running { .. } = status {
            if task.called_off() {
                let force = stopping > LOOKS_BEFORE_KILL;
                // Whether it heard is seen at the next look.
                let _ = self.agent.stop(epoch, task.position, force);
                stopping += 1;
            }
            std::thread::sleep(LOOK);
            match self.agent.lookup(epoch, task.position) {
                Ok(next) => status = next,
                Err(error) => {
                    return Status::Unknown {
                        why: error.to_string(),
                        still_running: true,
                    };
                }
            }
        }
        status
    }

    /// What the ledger is told.
    fn tell(&self, task: &Task, status: Status) -> Vec<Command> {
        let Effect::RunStep { deployment, .. } = &task.effect;
        let (deployment, intent) = (deployment.clone(), task.position);
        match status {
            Status::Exited(outcome) => {
                let outcome = self.outcome(task.position, &outcome);
                vec![
                    FinishStep {
                        deployment,
                        intent,
                        outcome,
                    }
                    .into(),
                ]
            }
            Status::Revoked | Status::NotStarted | Status::Running { .. } => Vec::new(),
            Status::Unknown { .. } => vec![LoseStep { deployment, intent }.into()],
        }
    }

    fn outcome(&self, key: u64, outcome: &Outcome) -> StepOutcome {
        let (exit_code, signal, timed_out) = match &outcome.ending {
            Ending::Code(code) => (Some(*code), None, false),
            Ending::Signal(signal) => (None, Some(*signal), false),
            Ending::TimedOut => (None, None, true),
            // What a shell says of a command that it cannot start.
            Ending::Unstartable(_) => (Some(127), None, false),
        };
        StepOutcome {
            exit_code,
            signal,
            timed_out,
            blob: self.output(key, &outcome.ending),
            started: Some(Time::from_millis(outcome.started_ms)),
            ended: Some(Time::from_millis(outcome.ended_ms)),
        }
    }

    /// What the step wrote, kept as a blob; nothing if it wrote nothing or cannot be kept.
    fn output(&self, key: u64, ending: &Ending) -> Option<Digest> {
        let log = |stream| self.agent.log(key, stream, 0, KEPT).unwrap_or_default();
        let mut text = log(Stream::Stdout);
        text.extend(log(Stream::Stderr));
        if let Ending::Unstartable(why) = ending {
            text.extend_from_slice(why.as_bytes());
        }
        if text.is_empty() {
            return None;
        }
        let kept = self.blobs.put(&mut text.as_slice()).ok();
        kept.map(|(digest, _)| Digest(digest.0))
    }
}

impl Executor for BuiltInAgent {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        let started = self.agent.start(epoch(task), &step(task));
        let status = started.unwrap_or_else(|error| {
            // Whether it began nonetheless, the agent knows best.
            let looked = self.agent.lookup(epoch(task), task.position);
            match looked {
                Ok(Status::NotStarted) | Err(_) => unstartable(&error.to_string()),
                Ok(status) => status,
            }
        });
        let ended = self.follow(task, status);
        self.tell(task, ended)
    }

    fn look_up(&self, task: &Task) -> Found {
        match self.agent.lookup(epoch(task), task.position) {
            Ok(Status::NotStarted) => Found::NeverBegan,
            Ok(status) => {
                let ended = self.follow(task, status);
                Found::Told(self.tell(task, ended))
            }
            Err(error) => {
                let status = Status::Unknown {
                    why: error.to_string(),
                    still_running: false,
                };
                Found::Told(self.tell(task, status))
            }
        }
    }
}

/// A step that could not even be handed to a supervisor.
fn unstartable(why: &str) -> Status {
    Status::Unknown {
        why: why.to_owned(),
        still_running: false,
    }
}

fn epoch(task: &Task) -> u64 {
    u64::try_from(task.epoch).unwrap_or_default()
}

fn step(task: &Task) -> Step {
    let Effect::RunStep {
        command,
        variables,
        timeout_seconds,
        ..
    } = &task.effect;
    let program = Program::Argv(command.clone());
    let mut step = Step::new(task.position, program, u64::from(*timeout_seconds) * 1000);
    step.environment = variables.clone();
    // The agent's own variable of that name is a directory; the list is told under another one.
    if let Some(list) = step.environment.remove("HOLDPOINT_ARTIFACTS") {
        let name = "HOLDPOINT_ARTIFACT_LIST".to_owned();
        step.environment.insert(name, list);
    }
    step
}
