//! A command step, from what it needs to what it made.

use std::time::{Duration, Instant};

use holdpoint_agent::{AgentError, Ending, Outcome, Status};
use holdpoint_domain::pipeline::StepResult;
use holdpoint_domain::{Command, Time};
use holdpoint_engine::{Found, Task};

use crate::order::step;
use crate::supply::Supplied;
use crate::told::told;
use crate::{Hands, LOOK, epoch};

/// What a shell says of a command that it cannot start.
const NOT_STARTED: i32 = 127;
/// What a step ends with that could not be given what it needs.
const NOT_SUPPLIED: i32 = 125;
/// How soon a step is looked at after it has begun.
const FIRST_LOOK: Duration = Duration::from_millis(1);
/// How long a step that was asked to end may take before it is made to.
const GRACE: Duration = Duration::from_secs(5);

impl Hands {
    /// Carries out a step that was never begun.
    pub(crate) fn attempt(&self, task: &Task) -> Vec<Command> {
        if task.called_off() {
            return self.never(task, StepResult::not("stopped"));
        }
        let Some(_slot) = self.slots.take(|| task.called_off()) else {
            return self.never(task, StepResult::not("stopped"));
        };
        let secrets = match self.values.of(task) {
            Ok(secrets) => secrets,
            Err(why) => return self.never(task, refused(NOT_SUPPLIED, why)),
        };
        let supplied = match self.supply(task) {
            Ok(supplied) => supplied,
            Err(AgentError::OldEpoch { .. }) => return Vec::new(),
            Err(error) => return self.not_started(task, &error),
        };
        let supplied = match supplied {
            Supplied::Done(done) => done,
            Supplied::Not(why) => return self.never(task, refused(NOT_SUPPLIED, why)),
        };
        let mut step = step(task);
        step.secrets = secrets;
        if let Err(error) = self.with_mail(task, &mut step) {
            return self.not_started(task, &error);
        }
        match self.agent.start(epoch(task), &step) {
            Ok(status) => {
                let ended = self.follow(task, status);
                self.tell(task, ended, |result| self.collect(task, result, &supplied))
            }
            Err(error) => self.not_started(task, &error),
        }
    }

    /// What became of a step that may have been begun.
    pub(crate) fn attempted(&self, task: &Task) -> Found {
        match self.agent.lookup(epoch(task), task.position) {
            Ok(Status::NotStarted) => self.unknown(task),
            Ok(status) => Found::Told(self.ended(task, status)),
            // Somebody newer is in charge, and tells.
            Err(AgentError::OldEpoch { .. }) => Found::Told(Vec::new()),
            Err(error) => Found::Told(told(task, StepResult::lost(error.to_string()))),
        }
    }

    /// Waits for the end of a step of which it is not known what was brought to it.
    fn ended(&self, task: &Task, status: Status) -> Vec<Command> {
        let ended = self.follow(task, status);
        let supplied = Default::default();
        self.tell(task, ended, |result| self.collect(task, result, &supplied))
    }

    /// Waits until the step has ended; it is stopped when it is called off.
    fn follow(&self, task: &Task, mut status: Status) -> Status {
        let (epoch, key) = (epoch(task), task.position);
        let (mut stopping, mut pause) = (None, FIRST_LOOK);
        let mut letter = self.letters(task);
        while let Status::Running { .. } = status {
            if task.called_off() {
                let force = stopping.is_some_and(|since: Instant| since.elapsed() > GRACE);
                if stopping.is_none() || force {
                    // Whether it heard is seen at the next look.
                    let _ = self.agent.stop(epoch, key, force);
                }
                stopping.get_or_insert_with(Instant::now);
            }
            if self.mind(task, &mut letter) {
                pause = FIRST_LOOK;
            }
            self.agent.wait(key, pause);
            // Short steps are heard of at once, long ones cost little.
            pause = (pause * 3 / 2).min(LOOK);
            status = match self.agent.lookup(epoch, key) {
                Ok(next) => next,
                Err(error) => Status::Unknown {
                    why: error.to_string(),
                    still_running: true,
                },
            };
        }
        status
    }

    /// What the ledger is told.
    fn tell(
        &self,
        task: &Task,
        status: Status,
        collect: impl FnOnce(StepResult) -> StepResult,
    ) -> Vec<Command> {
        match status {
            Status::Exited(outcome) => told(task, collect(self.result(task, &outcome))),
            Status::Revoked | Status::NotStarted | Status::Running { .. } => Vec::new(),
            Status::Unknown { why, .. } => {
                let log = self.log(task, None);
                told(
                    task,
                    StepResult {
                        log,
                        records: true,
                        ..StepResult::lost(why)
                    },
                )
            }
        }
    }

    fn result(&self, task: &Task, outcome: &Outcome) -> StepResult {
        let (exit_code, signal, timed_out) = match &outcome.ending {
            Ending::Code(code) => (Some(*code), None, false),
            Ending::Signal(signal) => (None, Some(*signal), false),
            Ending::TimedOut => (None, None, true),
            Ending::Unstartable(_) => (Some(NOT_STARTED), None, false),
        };
        let why = match &outcome.ending {
            Ending::Unstartable(why) => Some(why.as_str()),
            _ => None,
        };
        StepResult {
            exit_code,
            signal,
            timed_out,
            log: self.log(task, why),
            records: true,
            started: Some(Time::from_millis(outcome.started_ms)),
            ended: Some(Time::from_millis(outcome.ended_ms)),
            ..StepResult::default()
        }
    }

    /// A step that is not to begin, once it is sure that it never will.
    fn never(&self, task: &Task, result: StepResult) -> Vec<Command> {
        match self.agent.revoke(epoch(task), task.position) {
            Ok(Status::Revoked | Status::NotStarted) => {
                let log = match result.why.as_str() {
                    "" => None,
                    why => self.log(task, Some(why)),
                };
                told(
                    task,
                    StepResult {
                        log,
                        records: true,
                        ..result
                    },
                )
            }
            Ok(status) => self.ended(task, status),
            Err(AgentError::OldEpoch { .. }) => Vec::new(),
            Err(error) => told(task, StepResult::lost(error.to_string())),
        }
    }

    /// A step that could not be started has failed.
    fn not_started(&self, task: &Task, error: &AgentError) -> Vec<Command> {
        match error {
            AgentError::OldEpoch { .. } => Vec::new(),
            error => self.never(task, refused(NOT_STARTED, error.to_string())),
        }
    }
}

fn refused(code: i32, why: String) -> StepResult {
    StepResult {
        exit_code: Some(code),
        why,
        ..StepResult::default()
    }
}
