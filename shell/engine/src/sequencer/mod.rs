//! Two threads that decide and append: commands one at a time, in batches that become durable together.
//!
//! The sequencer decides on a draft that may be one batch ahead of the disk and answers, the committer makes a
//! batch durable and publishes it. What takes its time, custom rules, is asked by neither: `asker` does, and
//! submits again. `answer` takes one command onto a draft, `draft` is what a batch adds up
//! to, `round` what is decided while the batch before is written, `committer` the second thread, `start`
//! reads everything back from the store, at the beginning and after a failure.

mod answer;
mod asker;
mod committer;
mod draft;
mod idempotency;
mod refused;
mod round;
mod start;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

use holdpoint_ports::{LedgerReader, Randomness};
use holdpoint_traces::{Kind, Open, TraceParent, begin, current};

use crate::EngineError;
use crate::guard::Guard;
use crate::recency::Recency;
use crate::request::{Answer, Request};
use crate::rules::Answered;
use crate::shared::Shared;
use answer::Step;
pub(crate) use answer::writable;
use draft::{Draft, Written};
use refused::RefusedLimit;
use round::Round;

pub(crate) use asker::Asker;
pub(crate) use committer::{Committer, Flight, Landing};
pub(crate) use idempotency::earlier;
pub(crate) use start::{Standing, check, extends, standing};

/// How many commands become durable together at most.
const BATCH: usize = 1_024;

/// What is called with the answer, on a thread of the engine: it must be quick.
pub(crate) type Reply = Box<dyn FnOnce(Result<Answer, EngineError>) + Send>;

/// A request, and who waits for the answer.
pub(crate) struct Submission {
    pub(crate) request: Request,
    /// What custom rules have answered so far.
    pub(crate) rules: Answered,
    pub(crate) reply: Reply,
    /// The span that it is decided within, if that is recorded.
    pub(crate) trace: Option<TraceParent>,
}

impl Submission {
    /// A request on behalf of what this thread works for.
    pub(crate) fn new(
        request: Request,
        reply: impl FnOnce(Result<Answer, EngineError>) + Send + 'static,
    ) -> Self {
        let span = begin("holdpoint.command", Kind::Internal, current());
        let trace = span.as_ref().map(Open::own);
        let reply: Reply = match span {
            Some(span) => Box::new(traced(span, request.command.name(), reply)),
            None => Box::new(reply),
        };
        Self {
            request,
            rules: Answered::default(),
            reply,
            trace,
        }
    }

    /// The same request on its way on, within the span that it has already.
    pub(crate) fn again(
        request: Request,
        trace: Option<TraceParent>,
        reply: impl FnOnce(Result<Answer, EngineError>) + Send + 'static,
    ) -> Self {
        Self {
            request,
            rules: Answered::default(),
            reply: Box::new(reply),
            trace,
        }
    }
}

/// Ends the span when there is an answer.
fn traced(
    mut span: Open,
    command: &'static str,
    reply: impl FnOnce(Result<Answer, EngineError>),
) -> impl FnOnce(Result<Answer, EngineError>) {
    move |answer| {
        span.say("holdpoint.command", command);
        match &answer {
            Ok(answer) => {
                span.say("holdpoint.accepted", answer.accepted());
                let count = answer.positions.end - answer.positions.start;
                span.say("holdpoint.entries", count);
            }
            Err(_) => span.fail(),
        }
        span.end();
        reply(answer);
    }
}

/// Commands that were decided, and who waits for each.
type Decided = Vec<(Submission, Result<answer::Pending, EngineError>)>;

/// What wakes the sequencer.
pub(crate) enum Work {
    /// Somebody asks.
    Submit(Vec<Submission>),
    /// The committer has landed.
    Landed,
}

/// What a sequencer is put together from.
pub(crate) struct Seat {
    pub(crate) reader: Box<dyn LedgerReader>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) asker: Asker,
    pub(crate) shared: Arc<Shared>,
    /// Where flights leave to, at most one at a time.
    pub(crate) departures: SyncSender<Flight>,
    /// Where it is said how they ended.
    pub(crate) arrivals: Receiver<Landing>,
}

pub(crate) struct Sequencer {
    seat: Seat,
    shared: Arc<Shared>,
    guard: Guard,
    refused: RefusedLimit,
    recency: Recency,
    /// Who waits for a place in a batch.
    waiting: VecDeque<Submission>,
    /// The batch that is being written, if one is.
    flying: Option<Written>,
    /// Whether the store has to be read again before anything is decided.
    doubtful: bool,
}

impl Sequencer {
    pub(crate) fn new(seat: Seat) -> Self {
        Self {
            shared: Arc::clone(&seat.shared),
            seat,
            guard: Guard::new(),
            refused: RefusedLimit::default(),
            recency: Recency::default(),
            waiting: VecDeque::new(),
            flying: None,
            doubtful: false,
        }
    }

    /// Works until nobody can submit any more and everybody has an answer.
    pub(crate) fn run(mut self, work: &Receiver<Work>) {
        let mut round = Round::new(self.durable());
        while let Ok(first) = work.recv() {
            self.take(first, &mut round);
            loop {
                work.try_iter().for_each(|next| self.take(next, &mut round));
                self.decide_waiting(&mut round);
                if !self.depart(&mut round) {
                    break;
                }
            }
            self.seat.reader.release();
        }
        while self.flying.is_some() {
            self.land(&mut round);
            self.decide_waiting(&mut round);
            self.depart(&mut round);
        }
    }

    fn take(&mut self, work: Work, round: &mut Round) {
        match work {
            Work::Submit(submissions) => self.waiting.extend(submissions),
            Work::Landed => self.land(round),
        }
    }

    /// Decides as many as a batch has room for.
    fn decide_waiting(&mut self, round: &mut Round) {
        if self.waiting.is_empty() {
            return;
        }
        if let Err(error) = self.ready(round) {
            let refused = std::mem::take(&mut self.waiting);
            refused
                .into_iter()
                .for_each(|one| (one.reply)(Err(error.clone())));
            return;
        }
        while round.decided.len() < BATCH
            && let Some(mut submission) = self.waiting.pop_front()
        {
            match self.answer(&mut round.draft, &mut submission) {
                Ok(Step::Asks(question)) => self.seat.asker.ask(submission, question),
                Ok(Step::Done(answer)) => round.decided.push((submission, Ok(answer))),
                Err(error) => round.decided.push((submission, Err(error))),
            }
        }
    }

    /// Hands the round to the committer, if it has anything and the committer is there; says whether it did.
    fn depart(&mut self, round: &mut Round) -> bool {
        if round.decided.is_empty() || self.flying.is_some() {
            return false;
        }
        let flight = self.seal(round);
        // Without a committer nothing lands, and everybody who waits hears of it.
        let _ = self.seat.departures.send(flight);
        true
    }
}
