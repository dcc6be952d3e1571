//! Folding what another server has appended.

use std::sync::Arc;

use holdpoint_domain::{Key, Kind, State, evolve};
use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::AppendedBatch;
use holdpoint_ports::{Head, LedgerReader, Visit};

use crate::recency::Recency;
use crate::sequencer::{Standing, check, standing};
use crate::shared::{Published, Shared};
use crate::{EngineError, fold};

/// From how many new entries on it is less work to read everything that is open again.
const ANEW: u64 = 50_000;

/// What leaves memory when it is finished, and may change later all the same.
const LEAVES: &[Kind] = &[
    Kind::Release,
    Kind::Deployment,
    Kind::Waiver,
    Kind::Evidence,
    Kind::Comment,
];

/// What a follower remembers.
#[derive(Default)]
pub(super) struct Follower {
    recency: Recency,
}

impl Follower {
    /// Folds what is new, and publishes it. Entries that somebody was told of do not go, and do not change.
    pub(super) fn follow(
        &mut self,
        reader: &dyn LedgerReader,
        shared: &Shared,
    ) -> Result<(), EngineError> {
        let before = shared.published.load_full();
        let Some(head) = reader.head()? else {
            return match before.size() {
                0 => Ok(()),
                known => Err(gone(known, 0)),
            };
        };
        if head.size < before.size() {
            return Err(gone(before.size(), head.size));
        }
        if head.size == before.size() {
            return same(&before, &head);
        }
        let published = if head.size - before.size() > ANEW {
            self.recency.clear();
            anew(reader, shared, &before)?
        } else {
            self.folded(reader, shared, &before, head)?
        };
        shared.publish(published);
        Ok(())
    }

    fn folded(
        &mut self,
        reader: &dyn LedgerReader,
        shared: &Shared,
        before: &Published,
        head: Head,
    ) -> Result<Published, EngineError> {
        let mut entries = Vec::new();
        reader.entries(before.size()..head.size, &mut |position, bytes| {
            entries.push((position, bytes.to_vec()));
            Visit::Continue(())
        })?;
        let leaves = entries.iter().map(|(_, bytes)| Hash::leaf(bytes)).collect();
        let mut edge = (*before.edge).clone();
        let _ = edge.advance(&AppendedBatch::new(&edge.frontier(), leaves));
        let size = head.size;
        check(&head, &edge, &shared.origin, &shared.key)
            .map_err(|reason| EngineError::Head { size, reason })?;
        let mut state = before.state.clone();
        let mut touched = Vec::with_capacity(entries.len());
        for (position, bytes) in &entries {
            touched.push(self.step(reader, &mut state, *position, bytes)?);
        }
        self.recency.touch(touched, &mut state);
        Ok(Published {
            state,
            head: Some(head),
            edge: Arc::new(edge),
        })
    }

    /// Takes one more entry into the state, with all that was said of its subject before.
    fn step(
        &mut self,
        reader: &dyn LedgerReader,
        state: &mut State,
        position: u64,
        bytes: &[u8],
    ) -> Result<Key, EngineError> {
        let recorded = fold::recorded(position, bytes)?;
        fold::check_format(&recorded.fact)?;
        let subject = recorded.fact.subject();
        if LEAVES.contains(&subject.kind())
            && !state.open(&subject)
            && !self.recency.knows(&subject)
        {
            state.adopt(&subject, &fold::aggregates(reader, [&subject], position)?);
            // In memory from now on, also for the entries that follow.
            self.recency.touch(vec![subject.clone()], state);
        }
        evolve(state, &recorded.fact, &recorded.meta);
        Ok(subject)
    }

    /// Follows to the end and leaves the state as if it had just been read from the ledger, for whoever decides on top of it.
    /// What it was folded from is checked against the tree, so that nothing has to be read again.
    pub(super) fn hand_over(
        &mut self,
        reader: &dyn LedgerReader,
        shared: &Shared,
    ) -> Result<(), EngineError> {
        self.follow(reader, shared)?;
        self.forget();
        let followed = shared.published.load_full();
        let mut state = followed.state.clone();
        state.evict_finished();
        shared.publish(Published {
            state,
            head: followed.head.clone(),
            edge: Arc::clone(&followed.edge),
        });
        Ok(())
    }

    /// The state was replaced: nothing is known of what is in memory.
    pub(super) fn forget(&mut self) {
        self.recency.clear();
    }
}

fn anew(
    reader: &dyn LedgerReader,
    shared: &Shared,
    before: &Published,
) -> Result<Published, EngineError> {
    let found = standing(reader, &shared.origin, &shared.key)?;
    if let Some(known) = before.known(&shared.origin) {
        crate::sequencer::extends(reader, (found.head.as_ref(), &found.edge), &known)?;
    }
    let Standing { state, head, edge } = found;
    Ok(Published { state, head, edge })
}

/// Of one size there is one tree.
fn same(before: &Published, head: &Head) -> Result<(), EngineError> {
    let size = head.size;
    match before
        .head
        .as_ref()
        .is_none_or(|known| known.root == head.root)
    {
        true => Ok(()),
        false => Err(EngineError::Head {
            size,
            reason: format!("another tree of size {size} was seen before"),
        }),
    }
}

pub(super) fn gone(known: u64, here: u64) -> EngineError {
    EngineError::Head {
        size: here,
        reason: format!("a checkpoint of size {known} was seen before: entries are gone"),
    }
}
