//! One pass over the agenda.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use holdpoint_domain::{Actor, Agenda, Command, Effect, State, Time, agenda, effect};

use super::worker::Worker;
use super::{Reactor, Task};
use crate::{EngineError, Request};

/// Effects in hand at the same time, wherever they are carried out. Whoever does that has limits of their own.
const AT_ONCE: usize = 1_024;

/// How long a command that was refused is not issued again.
const AGAIN: Duration = Duration::from_secs(10);

/// What a turn did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Commands that were issued and done.
    pub issued: usize,
    /// Effects that were handed out.
    pub handed_out: usize,
    /// Effects in hand afterwards.
    pub in_hand: usize,
    /// When something is due next.
    pub wake: Option<Time>,
    /// Size of the ledger that the agenda was read from.
    pub size: u64,
}

impl Reactor {
    /// Issues the commands that are due now, hands out effects that were not yet, and calls off those that
    /// are not wanted any more. Does not wait for effects.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn turn(&mut self) -> Result<Turn, EngineError> {
        let published = self.engine.published();
        let head = published.head.as_ref().map_or(0, |head| head.time_ms);
        let now = Time::from_millis(self.engine.clock().now().max(head));
        let due = agenda(&published.state, now);
        self.collect(&due);
        let handed_out = self.hand_out(&published.state, &due);
        let issued = self.issue(due.commands)?;
        Ok(Turn {
            issued,
            handed_out,
            in_hand: self.in_hand(),
            wake: due.wake,
            size: published.size(),
        })
    }

    /// Notes which effects have ended, and calls off those that left the agenda before, or are to be stopped.
    fn collect(&mut self, due: &Agenda) {
        for position in self.ended.1.try_iter() {
            self.handed.insert(position, None);
        }
        let wanted: HashSet<u64> = due.effects.iter().copied().collect();
        self.handed.retain(|position, running| {
            let stays = wanted.contains(position);
            let goes_on = stays && !due.stops.contains(position);
            if let Some(running) = running.as_ref().filter(|_| !goes_on) {
                running.store(true, Ordering::Relaxed);
            }
            stays || running.is_some()
        });
    }

    fn hand_out(&mut self, state: &State, due: &Agenda) -> usize {
        let fresh = due.effects.iter();
        let fresh = fresh.filter(|at| !self.handed.contains_key(at));
        let room = AT_ONCE.saturating_sub(self.in_hand());
        let tasks: Vec<_> = fresh
            .take(room)
            .filter_map(|at| Some(self.task(*at, effect(state, *at)?)))
            .collect();
        let count = tasks.len();
        for task in tasks {
            // What is to be stopped before it was handed out never begins.
            if due.stops.contains(&task.position) {
                task.call_off();
            }
            self.handed
                .insert(task.position, Some(Arc::clone(&task.called_off)));
            let worker = Worker {
                engine: self.engine.clone(),
                executor: Arc::clone(&self.executor),
                // What an earlier reactor may have begun is looked up before it is done twice.
                look_up: task.position < self.began,
                ended: self.ended.0.clone(),
                task,
            };
            worker.start();
        }
        count
    }

    fn task(&self, position: u64, effect: Effect) -> Task {
        Task::new(position, self.epoch, effect).with(Arc::new(self.engine.clone()))
    }

    fn in_hand(&self) -> usize {
        self.handed.values().flatten().count()
    }

    fn issue(&mut self, commands: Vec<Command>) -> Result<usize, EngineError> {
        let mut issued = 0;
        for command in commands {
            let name = serde_json::to_string(&command).unwrap_or_default();
            if self
                .refused
                .get(&name)
                .is_some_and(|since| since.elapsed() < AGAIN)
            {
                continue;
            }
            match self.engine.submit(Request::new(Actor::System, command)) {
                Ok(answer) if !answer.events.is_empty() => issued += 1,
                Err(EngineError::Closed) => return Err(EngineError::Closed),
                // Refused, without effect, or the ledger does not take anything right now.
                _ => self.note_refused(name),
            }
        }
        Ok(issued)
    }

    fn note_refused(&mut self, name: String) {
        forget_old(&mut self.refused);
        self.refused.insert(name, Instant::now());
    }
}

fn forget_old(refused: &mut HashMap<String, Instant>) {
    if refused.len() > 1_000 {
        refused.retain(|_, since| since.elapsed() < AGAIN);
    }
}
