//! The built-in agent: runs the steps that the ledger intends, and says how they ended.

mod order;
mod told;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_agent::{Agent, AgentError, Ending, Options, Outcome, Status, Stream, Supervisor};
use holdpoint_domain::pipeline::StepResult;
use holdpoint_domain::{Command, Digest, Time};
use holdpoint_engine::{Executor, Found, Task};
use holdpoint_ports::BlobStore;

use self::order::step;
use self::told::told;
use crate::error::Failure;

/// The agent inside the program that has the data directory open. Steps run as another user where that is
/// possible, watched over by a process of their own, so that they survive this one.
pub(super) struct BuiltInAgent {
    agent: Agent,
    blobs: Arc<dyn BlobStore>,
    /// Whether a step may have begun on another machine.
    elsewhere: bool,
}

/// What a shell says of a command that it cannot start.
const NOT_STARTED: i32 = 127;
/// How soon a step is looked at after it has begun.
const FIRST_LOOK: Duration = Duration::from_millis(1);
/// How often a running step is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// How long another server has to tell how a step ended that this one knows nothing of.
const TOLD_WITHIN: Duration = Duration::from_secs(60);
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
        Ok(Self {
            agent,
            blobs,
            elsewhere: false,
        })
    }

    /// The same on one of several servers, or not: what is not known here may have begun on another one.
    pub(super) fn one_of_several(self, several: bool) -> Self {
        Self {
            elsewhere: several,
            ..self
        }
    }

    /// Waits for whoever began the step, if anybody did, to tell how it ended; then nobody can know.
    fn wait_for_others(&self, task: &Task) -> Found {
        let begun = Instant::now();
        while begun.elapsed() < TOLD_WITHIN {
            if task.called_off() {
                return Found::Told(Vec::new());
            }
            std::thread::sleep(LOOK);
        }
        let status = Status::Unknown {
            why: "it may have begun on another server".to_owned(),
            still_running: false,
        };
        Found::Told(self.tell(task, status))
    }

    /// Waits until the step has ended or is called off.
    fn follow(&self, task: &Task, mut status: Status) -> Status {
        let epoch = epoch(task);
        let (mut stopping, mut pause) = (0, FIRST_LOOK);
        while let Status::Running { .. } = status {
            if task.called_off() {
                let force = stopping > LOOKS_BEFORE_KILL;
                // Whether it heard is seen at the next look.
                let _ = self.agent.stop(epoch, task.position, force);
                stopping += 1;
            }
            std::thread::sleep(pause);
            // Short steps are heard of at once, long ones cost little.
            pause = (pause * 3 / 2).min(LOOK);
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
        match status {
            Status::Exited(outcome) => told(task, self.result(task.position, &outcome)),
            Status::Revoked | Status::NotStarted | Status::Running { .. } => Vec::new(),
            Status::Unknown { why, .. } => told(task, StepResult::lost(why)),
        }
    }

    fn result(&self, key: u64, outcome: &Outcome) -> StepResult {
        let (exit_code, signal, timed_out) = match &outcome.ending {
            Ending::Code(code) => (Some(*code), None, false),
            Ending::Signal(signal) => (None, Some(*signal), false),
            Ending::TimedOut => (None, None, true),
            Ending::Unstartable(_) => (Some(NOT_STARTED), None, false),
        };
        StepResult {
            exit_code,
            signal,
            timed_out,
            log: self.output(key, &outcome.ending),
            started: Some(Time::from_millis(outcome.started_ms)),
            ended: Some(Time::from_millis(outcome.ended_ms)),
            ..StepResult::default()
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
        self.kept(text)
    }
}

impl Executor for BuiltInAgent {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        if task.called_off() {
            return self.never(task);
        }
        match self.agent.start(epoch(task), &step(task)) {
            Ok(status) => {
                let ended = self.follow(task, status);
                self.tell(task, ended)
            }
            Err(error) => self.not_started(task, &error),
        }
    }

    fn look_up(&self, task: &Task) -> Found {
        match self.agent.lookup(epoch(task), task.position) {
            Ok(Status::NotStarted) if self.elsewhere => self.wait_for_others(task),
            Ok(Status::NotStarted) => Found::NeverBegan,
            Ok(status) => {
                let ended = self.follow(task, status);
                Found::Told(self.tell(task, ended))
            }
            // Somebody newer is in charge, and tells.
            Err(AgentError::OldEpoch { .. }) => Found::Told(Vec::new()),
            Err(error) => {
                let why = error.to_string();
                let status = Status::Unknown {
                    why,
                    still_running: false,
                };
                Found::Told(self.tell(task, status))
            }
        }
    }
}

impl BuiltInAgent {
    /// A step that is not wanted any more before it has begun: it never does.
    fn never(&self, task: &Task) -> Vec<Command> {
        match self.agent.revoke(epoch(task), task.position) {
            Ok(Status::Revoked | Status::NotStarted) => told(task, StepResult::not("stopped")),
            Ok(status) => {
                let ended = self.follow(task, status);
                self.tell(task, ended)
            }
            Err(AgentError::OldEpoch { .. }) => Vec::new(),
            Err(error) => told(task, StepResult::lost(error.to_string())),
        }
    }

    /// A step that could not be started has failed, once it is sure that it never will be.
    fn not_started(&self, task: &Task, error: &AgentError) -> Vec<Command> {
        if matches!(error, AgentError::OldEpoch { .. }) {
            return Vec::new();
        }
        match self.agent.revoke(epoch(task), task.position) {
            Ok(Status::Revoked | Status::NotStarted) => {
                let result = StepResult {
                    exit_code: Some(NOT_STARTED),
                    log: self.kept(format!("{error}\n").into_bytes()),
                    ..StepResult::default()
                };
                told(task, result)
            }
            Ok(status) => {
                let ended = self.follow(task, status);
                self.tell(task, ended)
            }
            Err(AgentError::OldEpoch { .. }) => Vec::new(),
            Err(error) => {
                let why = error.to_string();
                self.tell(
                    task,
                    Status::Unknown {
                        why,
                        still_running: false,
                    },
                )
            }
        }
    }

    /// What was written, as a blob; nothing if there is nothing, or it cannot be kept.
    fn kept(&self, text: Vec<u8>) -> Option<Digest> {
        if text.is_empty() {
            return None;
        }
        let kept = self.blobs.put(&mut text.as_slice()).ok();
        kept.map(|(digest, _)| Digest(digest.0))
    }
}

fn epoch(task: &Task) -> u64 {
    u64::try_from(task.epoch).unwrap_or_default()
}
