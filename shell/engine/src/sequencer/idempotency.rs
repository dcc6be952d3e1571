//! Requests that are repeated: the same body gets the same answer, another one is refused.

use std::sync::Arc;

use holdpoint_domain::Time;
use holdpoint_ledger::Hash;
use holdpoint_ports::{IdempotencyRecord, Visit};

use super::answer::Pending;
use super::{Draft, Sequencer};
use crate::request::{Outcome, Request};
use crate::{EngineError, KEYS_KEPT_MS, fold, refusal};

/// Notes the key of a request that was done. Refused ones are not noted: asked again they are decided again,
/// and so are those that changed nothing.
pub(super) fn note(draft: &mut Draft, request: &Request, pending: &Pending, now: Time) {
    let Some(key) = &request.key else { return };
    if pending.events.is_empty() {
        return;
    }
    let actor = request.actor.to_string();
    draft.idempotency.push(IdempotencyRecord {
        actor: actor.clone(),
        key: key.clone(),
        body: request.body,
        first: pending.positions.start,
        count: u32::try_from(pending.events.len()).unwrap_or(u32::MAX),
        time_ms: now.millis(),
    });
    let answered = (request.body, pending.clone());
    draft.written.keys.insert((actor, key.clone()), answered);
}

impl Sequencer {
    /// The answer that the request's key already has, in this batch or in the ledger.
    pub(super) fn earlier_answer(
        &self,
        draft: &Draft,
        request: &Request,
        now: Time,
    ) -> Result<Option<Pending>, EngineError> {
        let Some(key) = &request.key else {
            return Ok(None);
        };
        let actor = request.actor.to_string();
        let pair = (actor.clone(), key.clone());
        let unsettled = [Some(&draft.written), self.flying.as_ref()];
        let mut unsettled = unsettled.into_iter().flatten();
        if let Some((body, pending)) = unsettled.find_map(|written| written.keys.get(&pair)) {
            return Ok(Some(repeated(request, key, body, pending.clone())));
        }
        let record = self.seat.reader.idempotency(&actor, key)?;
        let record = record.filter(|record| record.time_ms > now.millis() - KEYS_KEPT_MS);
        let Some(record) = record else {
            return Ok(None);
        };
        let pending = self.recorded_answer(&record)?;
        Ok(Some(repeated(request, key, &record.body, pending)))
    }

    fn recorded_answer(&self, record: &IdempotencyRecord) -> Result<Pending, EngineError> {
        let positions = record.first..record.first + u64::from(record.count);
        let mut events = Vec::new();
        let mut failed = Ok(());
        self.seat
            .reader
            .entries(positions.clone(), &mut |position, bytes| {
                let read =
                    fold::recorded(position, bytes).map(|event| events.push(Arc::new(event)));
                failed = read;
                match &failed {
                    Ok(()) => Visit::Continue(()),
                    Err(_) => Visit::Break(()),
                }
            })?;
        failed.map(|()| Pending {
            outcome: Outcome::Accepted,
            positions,
            events,
            repeated: true,
        })
    }
}

fn repeated(request: &Request, key: &str, body: &Hash, answered: Pending) -> Pending {
    if *body == request.body {
        return Pending {
            repeated: true,
            ..answered
        };
    }
    Pending {
        outcome: Outcome::Refused(refusal::key_reused(key)),
        positions: answered.positions.start..answered.positions.start,
        events: Vec::new(),
        repeated: false,
    }
}
