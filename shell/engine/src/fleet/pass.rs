//! Threads that take commands to whoever decides, and bring back what came of them.

use std::collections::VecDeque;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use holdpoint_ports::{Peers, Visit};

use super::known::Known;
use super::wire::{self, Reply};
use crate::desk::{Desk, spawn};
use crate::request::{Answer, Basis, Outcome};
use crate::sequencer::Submission;
use crate::shared::Shared;
use crate::{EngineError, fold};

/// Commands that are passed on together at most.
const LOT: usize = 256;

/// How long a command is passed on again and again: longer than it takes to take over.
const PATIENCE: Duration = Duration::from_secs(12);

/// Before it is passed on again.
const AGAIN: Duration = Duration::from_millis(100);

/// How often it is looked whether whoever was asked still decides.
const GLANCE: Duration = Duration::from_millis(50);

/// How long the entries of an answer are waited for here.
const ARRIVAL: Duration = Duration::from_secs(10);

/// A command on its way.
pub(super) struct Waiting {
    submission: Submission,
    until: Instant,
    /// Whether its key was made here.
    own: bool,
    /// Whether it comes back when it was not decided because another server decides now.
    insists: bool,
}

impl Waiting {
    pub(super) fn new(submission: Submission, own: bool) -> Self {
        Self {
            submission,
            until: Instant::now() + PATIENCE,
            own,
            insists: false,
        }
    }

    /// The same command, which comes back to the queue if another server decides when it is looked at.
    pub(super) fn insisting(self, queue: &Arc<Queue>) -> Self {
        if self.insists {
            return self;
        }
        let (until, own, queue) = (self.until, self.own, Arc::clone(queue));
        let Submission {
            request,
            reply,
            trace,
            ..
        } = self.submission;
        let again = request.clone();
        let submission = Submission::again(request, trace, move |answer| match answer {
            Err(error) if error.is_deposed() => queue.push(Self {
                submission: Submission::again(again, trace, reply),
                until,
                own,
                insists: false,
            }),
            answer => reply(answer),
        });
        Self {
            submission,
            until,
            own,
            insists: true,
        }
    }

    pub(super) fn into_submission(self) -> Submission {
        self.submission
    }

    fn answer(self, answer: Result<Answer, EngineError>) {
        (self.submission.reply)(answer);
    }
}

/// Commands that wait to be taken.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Option<VecDeque<Waiting>>>,
    more: Condvar,
    closed: std::sync::atomic::AtomicBool,
}

impl Queue {
    pub(super) fn push(&self, waiting: Waiting) {
        if self.is_closed() {
            return waiting.answer(Err(EngineError::Closed));
        }
        self.lock().get_or_insert_default().push_back(waiting);
        self.more.notify_one();
    }

    /// Some that wait; none when it is closed.
    fn some(&self) -> Option<Vec<Waiting>> {
        let mut place = self.lock();
        loop {
            if self.is_closed() {
                return None;
            }
            if let Some(waiting) = place.as_mut().filter(|waiting| !waiting.is_empty()) {
                let count = waiting.len().min(LOT);
                return Some(waiting.drain(..count).collect());
            }
            place = self
                .more
                .wait(place)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) fn close(&self) {
        let left = {
            let mut place = self.lock();
            self.closed
                .store(true, std::sync::atomic::Ordering::Relaxed);
            place.take()
        };
        self.more.notify_all();
        for waiting in left.into_iter().flatten() {
            waiting.answer(Err(EngineError::Closed));
        }
    }

    fn is_closed(&self) -> bool {
        self.closed.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Option<VecDeque<Waiting>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the threads.
#[derive(Clone)]
pub(super) struct Passer {
    pub(super) shared: Arc<Shared>,
    pub(super) desk: Arc<Desk>,
    pub(super) known: Arc<Known>,
    pub(super) queue: Arc<Queue>,
    pub(super) peers: Arc<dyn Peers>,
}

impl Passer {
    pub(super) fn run(self) {
        while let Some(lot) = self.queue.some() {
            self.take(lot);
        }
    }

    /// Takes some until each has an answer.
    fn take(&self, mut lot: Vec<Waiting>) {
        let mut reason = "nobody has taken over yet".to_owned();
        loop {
            lot = self.decided_here(lot);
            lot = expired(lot, &reason);
            if lot.is_empty() {
                return;
            }
            if self.known.is_stopped() {
                return lot
                    .into_iter()
                    .for_each(|one| one.answer(Err(EngineError::Closed)));
            }
            if let Some(holder) = self.known.holder() {
                match self.ask(&holder, &lot) {
                    Ok(replies) => lot = self.bring(lot, replies),
                    Err(why) => reason = format!("`{holder}` was not reached: {why}"),
                }
            }
            if !lot.is_empty() {
                self.known.call();
                std::thread::sleep(AGAIN);
            }
        }
    }

    /// If this one has taken over meanwhile, it decides.
    fn decided_here(&self, lot: Vec<Waiting>) -> Vec<Waiting> {
        if !self.desk.is_open() {
            return lot;
        }
        let known: Vec<_> = lot.iter().map(|one| (one.until, one.own)).collect();
        // It may have been deposed without knowing it yet.
        let insisting = lot.into_iter().map(|one| one.insisting(&self.queue));
        let submissions = insisting.map(Waiting::into_submission).collect();
        // All of them are taken, or none.
        let left = self.desk.send(submissions).into_iter().zip(known);
        let waiting = |(submission, (until, own))| Waiting {
            submission,
            until,
            own,
            insists: true,
        };
        left.map(waiting).collect()
    }

    fn ask(&self, holder: &str, lot: &[Waiting]) -> Result<Vec<Reply>, String> {
        let requests = wire::sent(lot.iter().map(|one| &one.submission));
        let requests = requests.map_err(|error| error.to_string())?;
        let replies = wire::replies(&self.passed(holder, requests)?)?;
        match replies.len() == lot.len() {
            true => Ok(replies),
            false => Err("it gave another number of answers".to_owned()),
        }
    }

    /// The other server's answer, which is given up as soon as it is not the one who decides any more: it may have been
    /// stopped, and then says nothing.
    fn passed(&self, holder: &str, requests: Vec<u8>) -> Result<Vec<u8>, String> {
        let (sender, receiver) = sync_channel(1);
        let (peers, address) = (Arc::clone(&self.peers), holder.to_owned());
        let ask = move || {
            // Nobody may be waiting any more.
            let _ = sender.send(peers.pass(&address, requests));
        };
        spawn("ask", ask).map_err(|error| error.to_string())?;
        loop {
            match receiver.recv_timeout(GLANCE) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return Err("it was not asked".to_owned()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let holds = self.known.holder().is_some_and(|now| *now == holder);
            if !holds || self.known.is_stopped() {
                return Err("it does not decide any more".to_owned());
            }
        }
    }

    /// Answers what was decided; gives back what was not.
    fn bring(&self, lot: Vec<Waiting>, replies: Vec<Reply>) -> Vec<Waiting> {
        let size = |reply: &Reply| match reply {
            Reply::Decided { size, .. } => *size,
            _ => 0,
        };
        let newest = replies.iter().map(size).max().unwrap_or(0);
        if let Some(last) = newest.checked_sub(1)
            && self.shared.published.load().size() < newest
        {
            self.known.call();
            let _ = self.shared.wait_beyond(last, ARRIVAL);
        }
        let mut again = Vec::new();
        for (one, reply) in lot.into_iter().zip(replies) {
            let answer = match reply {
                Reply::Again => {
                    again.push(one);
                    continue;
                }
                Reply::NoVerdict { reason } => Err(EngineError::NoVerdict { reason }),
                Reply::ClockBehind { behind_ms } => Err(EngineError::ClockBehind { behind_ms }),
                Reply::Failed { reason } => Err(EngineError::Elsewhere { reason }),
                Reply::Decided {
                    refusal,
                    first,
                    count,
                    repeated,
                    size,
                } => {
                    let outcome = refusal.map_or(Outcome::Accepted, |why| Outcome::Refused(*why));
                    let positions = first..first.saturating_add(count);
                    let repeated = repeated && !one.own;
                    self.known.passed_on(1);
                    self.answer(outcome, positions, repeated, size)
                }
            };
            one.answer(answer);
        }
        again
    }

    /// The answer, with its events as they stand in the ledger here.
    fn answer(
        &self,
        outcome: Outcome,
        positions: std::ops::Range<u64>,
        repeated: bool,
        size: u64,
    ) -> Result<Answer, EngineError> {
        let published = self.shared.published.load_full();
        if published.size() < size {
            let position = size - 1;
            return Err(EngineError::NotYet { position });
        }
        let mut events = Vec::new();
        let mut failed = Ok(());
        if !positions.is_empty() {
            let reader = self.shared.readers.lend();
            reader.entries(positions.clone(), &mut |position, bytes| {
                failed = fold::recorded(position, bytes).map(|event| events.push(Arc::new(event)));
                match &failed {
                    Ok(()) => Visit::Continue(()),
                    Err(_) => Visit::Break(()),
                }
            })?;
        }
        failed.map(|()| Answer {
            outcome,
            positions,
            events,
            repeated,
            checkpoint: published.checkpoint().into(),
            basis: Basis::Stored(Arc::clone(&self.shared), published.size()),
        })
    }
}

/// Answers those that have waited for too long; gives back the others.
fn expired(lot: Vec<Waiting>, reason: &str) -> Vec<Waiting> {
    let now = Instant::now();
    let (late, left): (Vec<_>, Vec<_>) = lot.into_iter().partition(|one| one.until <= now);
    for one in late {
        let reason = reason.to_owned();
        one.answer(Err(EngineError::NobodyDecides { reason }));
    }
    left
}
