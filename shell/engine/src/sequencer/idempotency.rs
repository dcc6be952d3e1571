//! Requests that are repeated: the same body gets the same answer, another one is refused.

use std::sync::Arc;

use holdpoint_domain::{Actor, Time};
use holdpoint_ledger::Hash;
use holdpoint_ports::{IdempotencyRecord, LedgerReader, Visit};

use super::answer::Pending;
use super::{Draft, Sequencer};
use crate::request::{Answer, Basis, Outcome, Request};
use crate::shared::Shared;
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
            return Ok(Some(repeated(request.body, key, body, pending.clone())));
        }
        let found = stored(&*self.seat.reader, &actor, key, now)?;
        Ok(found.map(|(body, pending)| repeated(request.body, key, &body, pending)))
    }
}

/// What the key stands for in the ledger: the digest of the request, and its answer.
fn stored(
    reader: &dyn LedgerReader,
    actor: &str,
    key: &str,
    now: Time,
) -> Result<Option<(Hash, Pending)>, EngineError> {
    let record = reader.idempotency(actor, key)?;
    let record = record.filter(|record| record.time_ms > now.millis() - KEYS_KEPT_MS);
    let answer = record.map(|record| Ok((record.body, answer(reader, &record)?)));
    answer.transpose()
}

fn answer(reader: &dyn LedgerReader, record: &IdempotencyRecord) -> Result<Pending, EngineError> {
    let positions = record.first..record.first + u64::from(record.count);
    let mut events = Vec::new();
    let mut failed = Ok(());
    reader.entries(positions.clone(), &mut |position, bytes| {
        let read = fold::recorded(position, bytes).map(|event| events.push(Arc::new(event)));
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

/// The answer that a key already has in the ledger, for whoever wants to know before they make a command.
pub(crate) fn earlier(
    shared: &Arc<Shared>,
    actor: &Actor,
    key: &str,
    body: Hash,
) -> Result<Option<Answer>, EngineError> {
    let published = shared.published.load_full();
    let newest = published
        .head
        .as_ref()
        .map_or(i64::MIN, |head| head.time_ms);
    let now = Time::from_millis(shared.clock.now().max(newest));
    let found = stored(&*shared.readers.lend(), &actor.to_string(), key, now)?;
    let answer = |(known, pending): (Hash, Pending)| {
        let Pending {
            outcome,
            positions,
            events,
            repeated,
        } = repeated(body, key, &known, pending);
        Answer {
            outcome,
            positions,
            events,
            repeated,
            checkpoint: published.checkpoint().into(),
            basis: Basis::Stored(Arc::clone(shared), published.size()),
        }
    };
    // What is not published yet is answered by the sequencer.
    let answer = found.map(answer);
    Ok(answer.filter(|answer| answer.positions.end <= published.size()))
}

fn repeated(asked: Hash, key: &str, body: &Hash, answered: Pending) -> Pending {
    if *body == asked {
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
