//! One command, taken onto the draft.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use holdpoint_domain::{
    Actor, Context, Decision, Fact, Key, Meta, Refusal, RuleAnswers, Time, decide, evolve, format,
};
use holdpoint_ports::{BlobDigest, NewEntry};
use serde_json::Value;

use super::committer::SealedBatch;
use super::draft::{Draft, Made};
use super::{Sequencer, Submission};
use crate::entry::{CommandId, EncodeError, EventId, Recorded, new_entry};
use crate::guard::Guard;
use crate::lookups::Lookups;
use crate::request::{Answer, Basis, Outcome, Request};
use crate::rules::Unknown;
use crate::shared::Shared;
use crate::{CLOCK_TOLERANCE_MS, EngineError, fold, named, refusal};

/// An answer that waits for its events to become durable.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) outcome: Outcome,
    pub(super) positions: Range<u64>,
    pub(super) events: Vec<Arc<Recorded>>,
    pub(super) repeated: bool,
}

/// How far a command got.
pub(super) enum Step {
    /// It is answered, once the batch is durable.
    Done(Pending),
    /// A custom rule has to be asked, or policies read, first.
    Asks(Unknown),
}

/// What was decided.
enum Decided {
    Events(Outcome, Vec<Fact>),
    Asks(Unknown),
}

/// Something to be written, or why it may not be.
pub(crate) type Guarded<T> = Result<T, Box<Refusal>>;

impl Sequencer {
    pub(super) fn answer(
        &mut self,
        draft: &mut Draft,
        submission: &mut Submission,
    ) -> Result<Step, EngineError> {
        let now = self.now(draft)?;
        let Submission { request, rules, .. } = submission;
        if let Some(earlier) = self.earlier_answer(draft, request, now)? {
            return Ok(Step::Done(earlier));
        }
        let seed = self.seed();
        let policies = self.shared.policies.load();
        let rules_now = rules.at(now, &policies, self.seat.shared.witnessed());
        let (outcome, facts) = match self.decide(draft, request, rules_now, now, seed)? {
            Decided::Events(outcome, facts) => (outcome, facts),
            Decided::Asks(unknown) => {
                rules.asks(now);
                return Ok(Step::Asks(unknown));
            }
        };
        // What needs a newer format comes after the entry that says so.
        let raised = self.raise(draft, &facts, now)?;
        let first = draft.next() + raised.len() as u64;
        self.refresh_guard(&facts)?;
        let accepted = outcome == Outcome::Accepted;
        let pending = match self.make(draft, first, &request.actor, facts, now, seed)? {
            Ok(made) => {
                draft.keep(raised);
                keep(draft, outcome, made)
            }
            // What a refusal would leave in the ledger may not be written either: it leaves nothing.
            Err(_) if !accepted => keep(draft, outcome, Vec::new()),
            Err(refused) => {
                let refused = Outcome::Refused(*refused);
                return Ok(Step::Done(keep(draft, refused, Vec::new())));
            }
        };
        if accepted {
            super::idempotency::note(draft, request, &pending, now);
        }
        Ok(Step::Done(pending))
    }

    /// The time of what happens now: that of the clock, but never before the newest entry.
    fn now(&self, draft: &Draft) -> Result<Time, EngineError> {
        let clock = self.shared.clock.now();
        let behind_ms = draft.time_ms.saturating_sub(clock);
        if behind_ms > CLOCK_TOLERANCE_MS {
            return Err(EngineError::ClockBehind { behind_ms });
        }
        Ok(Time::from_millis(clock.max(draft.time_ms)))
    }

    fn seed(&self) -> u128 {
        let mut bytes = [0; 16];
        self.seat.randomness.fill(&mut bytes);
        u128::from_be_bytes(bytes)
    }

    fn decide(
        &mut self,
        draft: &mut Draft,
        request: &Request,
        rules: &RuleAnswers,
        now: Time,
        seed: u128,
    ) -> Result<Decided, EngineError> {
        let mut lookups = Lookups::default();
        loop {
            let context = Context {
                actor: &request.actor,
                now,
                position: draft.next(),
                seed,
                rules,
            };
            match decide(&draft.state, &request.command, &context) {
                Decision::Accepted(facts) => {
                    return Ok(Decided::Events(Outcome::Accepted, facts));
                }
                Decision::Refused(refusal, mut facts) => {
                    facts.retain(|fact| self.refused.keeps(fact, now));
                    return Ok(Decided::Events(Outcome::Refused(refusal), facts));
                }
                Decision::Needs(need) => match Unknown::of(need) {
                    Ok(unknown) => return Ok(Decided::Asks(unknown)),
                    Err(keys) => {
                        lookups.note(&keys)?;
                        self.load(draft, &keys)?;
                    }
                },
            }
        }
    }

    /// Puts aggregates in memory with all that was said of them, durable or not yet.
    fn load(&self, draft: &mut Draft, keys: &BTreeSet<Key>) -> Result<(), EngineError> {
        let mut folded = fold::aggregates(&*self.seat.reader, keys, self.settled(draft))?;
        for key in keys {
            for event in self.unsettled(draft, key) {
                evolve(&mut folded, &event.fact, &event.meta);
            }
            draft.adopt(key, &folded);
        }
        Ok(())
    }

    /// What says that the ledger has a newer format from here on, if these facts are of one.
    fn raise(&self, draft: &Draft, facts: &[Fact], now: Time) -> Result<Vec<Made>, EngineError> {
        let Some(raised) = format::raise(&draft.state, facts) else {
            return Ok(Vec::new());
        };
        let event_type = "ledger.format.raised.v1";
        let facts = vec![raised.into()];
        let made = self.make(draft, draft.next(), &Actor::System, facts, now, self.seed())?;
        made.map_err(|refusal| EngineError::Unwritable {
            event_type,
            reason: refusal.message,
        })
    }

    fn refresh_guard(&mut self, facts: &[Fact]) -> Result<(), EngineError> {
        let told = self.shared.profiles_changed.swap(false, Ordering::Relaxed);
        self.guard.refresh(&*self.shared.vault, told)?;
        for fact in facts {
            if let Fact::PersonAdded(added) = fact {
                self.guard
                    .learn(&*self.shared.vault, added.person.as_str())?;
            }
        }
        Ok(())
    }

    fn make(
        &self,
        draft: &Draft,
        first: u64,
        actor: &Actor,
        facts: Vec<Fact>,
        now: Time,
        seed: u128,
    ) -> Result<Guarded<Vec<Made>>, EngineError> {
        let mut made = Vec::with_capacity(facts.len());
        for (fact, index) in facts.into_iter().zip(0u32..) {
            let id = EventId {
                command: CommandId(seed),
                index,
            };
            let meta = Meta {
                position: first + u64::from(index),
                time: now,
                actor: actor.clone(),
            };
            let subject = fact.subject();
            let named = self.guard.check_name(&fact, &draft.state);
            let entry = match named.and(self.entry(&fact, &subject, &meta, &id)?) {
                Ok(entry) => entry,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let event = Arc::new(Recorded { id, meta, fact });
            made.push(Made {
                event,
                entry,
                subject,
            });
        }
        Ok(Ok(made))
    }

    fn entry(
        &self,
        fact: &Fact,
        subject: &Key,
        meta: &Meta,
        id: &EventId,
    ) -> Result<Guarded<NewEntry>, EngineError> {
        let event_type = fact.event_type();
        let data = fact.data().map_err(|error| EngineError::Unwritable {
            event_type,
            reason: error.to_string(),
        })?;
        if let Some(digest) = self.missing_blob(event_type, &data)? {
            return Ok(Err(Box::new(refusal::blob_missing(event_type, &digest))));
        }
        Ok(writable(&self.guard, fact, subject, meta, id, &data))
    }

    /// A blob that the event names and that is not there: what an entry names must be durable before it.
    fn missing_blob(
        &self,
        event_type: &str,
        data: &Value,
    ) -> Result<Option<BlobDigest>, EngineError> {
        let mut named = Vec::new();
        named::digests(event_type, data, &mut |digest, _| named.push(digest));
        for digest in named {
            if self.shared.blobs.size(&digest)?.is_none() {
                return Ok(Some(digest));
            }
        }
        Ok(None)
    }
}

/// The entry of an event, unless it may not be written.
pub(crate) fn writable(
    guard: &Guard,
    fact: &Fact,
    subject: &Key,
    meta: &Meta,
    id: &EventId,
    data: &Value,
) -> Guarded<NewEntry> {
    let event_type = fact.event_type();
    guard.check_data(fact, data)?;
    let entry = new_entry(fact, subject, meta, id, data).map_err(|error| match error {
        EncodeError::TooLarge { size } => refusal::too_large(event_type, size),
        EncodeError::Data(error) => refusal::not_writable(event_type, &error),
    })?;
    guard.check_bytes(fact, &entry.bytes)?;
    Ok(entry)
}

fn keep(draft: &mut Draft, outcome: Outcome, made: Vec<Made>) -> Pending {
    let events = made.iter().map(|made| Arc::clone(&made.event)).collect();
    let first = draft.next();
    draft.keep(made);
    Pending {
        outcome,
        positions: first..draft.next(),
        events,
        repeated: false,
    }
}

impl Pending {
    /// The answer, once the batch is durable.
    pub(super) fn complete(self, sealed: &SealedBatch, shared: &Arc<Shared>) -> Answer {
        let basis = match &sealed.appended {
            Some(batch) if self.positions.start >= batch.old_size() => {
                Basis::Batch(Arc::clone(batch))
            }
            _ => Basis::Stored(Arc::clone(shared), sealed.size),
        };
        Answer {
            outcome: self.outcome,
            positions: self.positions,
            events: self.events,
            repeated: self.repeated,
            checkpoint: Arc::clone(&sealed.checkpoint),
            basis,
        }
    }
}
