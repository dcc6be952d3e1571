//! States of moments past: folded when asked for, and kept for a while.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use holdpoint_domain::{Key, Kind, RESIDENT, State};
use holdpoint_ports::{Involvement, LedgerReader};

use crate::shared::Shared;
use crate::{EngineError, fold};

/// How many past states are kept.
const KEPT: usize = 3;
/// Aggregates read in one go.
const PAGE: usize = 1_000;

/// What leaves memory when it ends, but is never looked up by name: it must be there for any question.
const ALWAYS: &[Kind] = &[Kind::Grant, Kind::Delegation, Kind::Absence];

/// A few states of moments past, the newest use last.
#[derive(Default)]
pub(crate) struct Past(Mutex<VecDeque<(u64, State)>>);

impl Past {
    /// The state at a size, if it is kept.
    pub(crate) fn kept(shared: &Shared, size: u64) -> Option<State> {
        let mut kept = shared.past.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| *known == size)?;
        let found = kept.remove(at)?;
        let state = found.1.clone();
        kept.push_back(found);
        Some(state)
    }

    /// The state at a size: all that was resident or open.
    pub(crate) fn full(shared: &Shared, size: u64) -> Result<State, EngineError> {
        if let Some(state) = Self::kept(shared, size) {
            return Ok(state);
        }
        let state = fold::open_state(&*shared.readers.lend(), size)?;
        let mut kept = shared.past.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((size, state.clone()));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(state)
    }
}

/// What was resident at a size, and nothing else.
pub(super) fn without_open(reader: &dyn LedgerReader, size: u64) -> Result<State, EngineError> {
    let mut positions = Vec::new();
    for kind in RESIDENT.iter().chain(ALWAYS) {
        of_kind(reader, *kind, size, &mut positions)?;
    }
    positions.sort_unstable();
    let mut state = State::default();
    fold::visit_at(reader, &positions, &mut |position, bytes| {
        fold::step(&mut state, position, bytes)
    })?;
    Ok(state)
}

fn of_kind(
    reader: &dyn LedgerReader,
    kind: Kind,
    size: u64,
    positions: &mut Vec<u64>,
) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let rows = reader.aggregates(kind.as_str(), after, size, false, PAGE)?;
        for row in &rows {
            positions.extend(reader.positions(&row.key, Involvement::Subject, size)?);
        }
        after = rows.last().map(|row| row.first);
        if rows.len() < PAGE {
            return Ok(());
        }
    }
}

/// The key of a row.
pub(super) fn key(row: &str) -> Result<Key, EngineError> {
    let damaged = |_| holdpoint_ports::StoreError::Damaged(format!("`{row}` names no aggregate"));
    Ok(row.parse().map_err(damaged)?)
}
