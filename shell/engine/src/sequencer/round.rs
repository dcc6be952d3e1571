//! What is decided while the batch before is written, and what becomes of it when that fails.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::committer::{Flight, Landing};
use super::draft::{Base, Draft};
use super::{Decided, Sequencer};
use crate::EngineError;
use crate::shared::Published;

/// The commands of the next batch, as far as they are decided.
pub(super) struct Round {
    pub(super) draft: Draft,
    pub(super) decided: Decided,
}

impl Round {
    pub(super) fn new(base: Base) -> Self {
        Self {
            draft: Draft::new(base),
            decided: Vec::new(),
        }
    }
}

impl Sequencer {
    /// What is durable, to decide on.
    pub(super) fn durable(&self) -> Base {
        let published = self.shared.published.load();
        Base {
            state: published.state.clone(),
            size: published.size(),
            time_ms: published
                .head
                .as_ref()
                .map_or(i64::MIN, |head| head.time_ms),
        }
    }

    /// Ends the round: what it adds up to is to be written, and the next one is decided on top of it.
    pub(super) fn seal(&mut self, round: &mut Round) -> Flight {
        let decided = std::mem::take(&mut round.decided);
        let draft = &mut round.draft;
        let touched = std::mem::take(&mut draft.touched);
        self.recency.touch(touched, &mut draft.state);
        let next = Draft::new(draft.base());
        let (flight, written) = std::mem::replace(draft, next).part(decided);
        self.flying = Some(written);
        flight
    }

    /// Hears how the flight ended, hands over the next, and answers. If it failed, what was decided on top of it
    /// is decided again.
    pub(super) fn land(&mut self, round: &mut Round) {
        let landing = self.seat.arrivals.recv();
        let landing = landing.unwrap_or_else(|_| Landing::closed());
        // What has landed is looked up from now on: a view from before it would miss it.
        self.seat.reader.release();
        let decided = self.flying.take().map(|written| written.decided);
        match &landing.sealed {
            Ok(_) => {
                // The committer need not wait for the answers.
                self.depart(round);
            }
            Err(_) => self.fall_back(round, landing.doubtful),
        }
        for (submission, answer) in decided.into_iter().flatten() {
            let sealed = landing.sealed.as_ref().map_err(Clone::clone);
            let answer = answer.and_then(|answer| Ok(answer.complete(sealed?, &self.shared)));
            (submission.reply)(answer);
        }
    }

    fn fall_back(&mut self, round: &mut Round, doubtful: bool) {
        self.doubtful |= doubtful;
        self.refused = Default::default();
        self.recency.clear();
        let again = std::mem::replace(round, Round::new(self.durable())).decided;
        for (submission, _) in again.into_iter().rev() {
            self.waiting.push_front(submission);
        }
    }

    /// Before anything is decided: small reads follow, and the store is read again if its head is in doubt.
    pub(super) fn ready(&mut self, round: &mut Round) -> Result<(), EngineError> {
        if self.doubtful {
            let shared = &self.shared;
            let standing = super::standing(&*self.seat.reader, &shared.origin, &shared.key)?;
            // A replica that lags and was promoted has less than was answered.
            if let Some(known) = shared.published.load().known(&shared.origin) {
                super::extends(
                    &*self.seat.reader,
                    (standing.head.as_ref(), &standing.edge),
                    &known,
                )?;
            }
            shared.publish(Published {
                state: standing.state,
                head: standing.head,
                edge: standing.edge,
            });
            self.doubtful = false;
            *round = Round::new(self.durable());
        }
        shared_names(&self.shared)?;
        Ok(self.seat.reader.hold()?)
    }

    /// Everything below this position is durable.
    pub(super) fn settled(&self, draft: &Draft) -> u64 {
        self.flying
            .as_ref()
            .map_or(draft.first, |written| written.first)
    }

    /// The events of the flight and of the draft that changed an aggregate, in order.
    pub(super) fn unsettled<'a>(
        &'a self,
        draft: &'a Draft,
        key: &'a holdpoint_domain::Key,
    ) -> impl Iterator<Item = &'a Arc<crate::entry::Recorded>> {
        let flying = self.flying.iter().map(|written| &written.events);
        flying
            .chain([&draft.written.events])
            .filter_map(|events| events.get(key))
            .flatten()
    }
}

/// Notes whether another server has changed names in the vault: they must not get into the ledger.
fn shared_names(shared: &crate::shared::Shared) -> Result<(), EngineError> {
    let revision = shared.vault.revision()?;
    let before = shared.revision.swap(revision, Ordering::Relaxed);
    shared
        .profiles_changed
        .fetch_or(before != revision, Ordering::Relaxed);
    Ok(())
}
