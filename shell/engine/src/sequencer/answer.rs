//! One command, taken onto the draft.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use holdpoint_domain::{Context, Decision, Fact, Key, Meta, Refusal, Time, decide};
use holdpoint_ports::NewEntry;

use super::commit::SealedBatch;
use super::{Draft, Sequencer};
use crate::entry::{CommandId, EncodeError, EventId, Recorded, new_entry};
use crate::request::{Answer, Basis, Outcome, Request};
use crate::shared::Shared;
use crate::{CLOCK_TOLERANCE_MS, EngineError, fold, refusal};

/// An answer that waits for its events to become durable.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) outcome: Outcome,
    pub(super) positions: Range<u64>,
    pub(super) events: Vec<Arc<Recorded>>,
    pub(super) repeated: bool,
}

/// Events with their entries, or why they may not be written.
type Made = Result<Vec<(Arc<Recorded>, NewEntry)>, Box<Refusal>>;

impl Sequencer {
    pub(super) fn answer(
        &mut self,
        draft: &mut Draft,
        request: Request,
    ) -> Result<Pending, EngineError> {
        let now = self.now(draft)?;
        if let Some(earlier) = self.earlier_answer(draft, &request, now)? {
            return Ok(earlier);
        }
        let seed = self.seed();
        let (outcome, facts) = self.decide(draft, &request, now, seed)?;
        self.refresh_guard(&facts)?;
        let accepted = outcome == Outcome::Accepted;
        let pending = match self.make(draft, &request, &facts, now, seed)? {
            Ok(made) => keep(draft, outcome, made),
            // What a refusal would leave in the ledger may not be written either: it leaves nothing.
            Err(_) if !accepted => keep(draft, outcome, Vec::new()),
            Err(refused) => return Ok(keep(draft, Outcome::Refused(*refused), Vec::new())),
        };
        if accepted {
            super::idempotency::note(draft, &request, &pending, now);
        }
        Ok(pending)
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
        self.randomness.fill(&mut bytes);
        u128::from_be_bytes(bytes)
    }

    fn decide(
        &mut self,
        draft: &mut Draft,
        request: &Request,
        now: Time,
        seed: u128,
    ) -> Result<(Outcome, Vec<Fact>), EngineError> {
        let mut loaded: Vec<Key> = Vec::new();
        loop {
            let context = Context {
                actor: &request.actor,
                now,
                position: draft.next(),
                seed,
                rules: &*self.rules,
            };
            match decide(&draft.state, &request.command, &context) {
                Decision::Accepted(facts) => return Ok((Outcome::Accepted, facts)),
                Decision::Refused(refusal, mut facts) => {
                    facts.retain(|fact| self.refused.keeps(fact, now));
                    return Ok((Outcome::Refused(refusal), facts));
                }
                Decision::Needs(need) if loaded.contains(&need.0) => {
                    let key = need.0.to_string();
                    return Err(EngineError::Unanswerable { key });
                }
                Decision::Needs(need) => {
                    let folded = fold::aggregate(&*self.reader, &need.0, draft.first)?;
                    draft.adopt(&need.0, folded);
                    loaded.push(need.0);
                }
            }
        }
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
        request: &Request,
        facts: &[Fact],
        now: Time,
        seed: u128,
    ) -> Result<Made, EngineError> {
        let mut made = Vec::with_capacity(facts.len());
        for (fact, index) in facts.iter().zip(0u32..) {
            let id = EventId {
                command: CommandId(seed),
                index,
            };
            let meta = Meta {
                position: draft.next() + u64::from(index),
                time: now,
                actor: request.actor.clone(),
            };
            match self.entry(fact, &meta, &id)? {
                Ok(entry) => {
                    let fact = fact.clone();
                    made.push((Arc::new(Recorded { id, meta, fact }), entry));
                }
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(made))
    }

    fn entry(
        &self,
        fact: &Fact,
        meta: &Meta,
        id: &EventId,
    ) -> Result<Result<NewEntry, Box<Refusal>>, EngineError> {
        let event_type = fact.event_type();
        let data = fact.data().map_err(|error| EngineError::Unwritable {
            event_type,
            reason: error.to_string(),
        })?;
        let guarded = || -> Result<NewEntry, Box<Refusal>> {
            self.guard.check_data(fact, &data)?;
            let entry = new_entry(fact, meta, id, &data).map_err(|error| match error {
                EncodeError::TooLarge { size } => refusal::too_large(event_type, size),
                EncodeError::Data(error) => refusal::not_writable(event_type, &error),
            })?;
            self.guard.check_bytes(fact, &entry.bytes)?;
            Ok(entry)
        };
        Ok(guarded())
    }
}

fn keep(draft: &mut Draft, outcome: Outcome, made: Vec<(Arc<Recorded>, NewEntry)>) -> Pending {
    let events = made.iter().map(|(event, _)| Arc::clone(event)).collect();
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
