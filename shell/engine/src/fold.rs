//! Folding entries into a state.

use holdpoint_domain::format::KNOWN_FORMAT;
use holdpoint_domain::{Fact, Key, Kind, RESIDENT, State, evolve};
use holdpoint_ports::{Involvement, LedgerReader, Visit};

use crate::EngineError;
use crate::entry::{Recorded, decode};

/// What entries are shown to, with their positions: an error stops the visit.
pub type Visitor<'a> = dyn FnMut(u64, &[u8]) -> Result<(), EngineError> + 'a;

/// The names of kinds, as the store knows them.
pub(crate) fn names(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

pub(crate) fn recorded(position: u64, bytes: &[u8]) -> Result<Recorded, EngineError> {
    decode(position, bytes).map_err(|error| EngineError::Entry {
        position,
        reason: error.to_string(),
    })
}

/// Takes one more entry into the state.
pub(crate) fn step(state: &mut State, position: u64, bytes: &[u8]) -> Result<(), EngineError> {
    let recorded = recorded(position, bytes)?;
    check_format(&recorded.fact)?;
    evolve(state, &recorded.fact, &recorded.meta);
    Ok(())
}

/// Stops where the ledger says that what follows is for newer programs only.
pub(crate) fn check_format(fact: &Fact) -> Result<(), EngineError> {
    match fact {
        Fact::FormatRaised(raised) if raised.format > KNOWN_FORMAT => Err(EngineError::Format {
            format: raised.format,
            known: KNOWN_FORMAT,
        }),
        _ => Ok(()),
    }
}

/// What is in memory at a size: everything resident and everything open.
pub(crate) fn open_state(reader: &dyn LedgerReader, below: u64) -> Result<State, EngineError> {
    let mut state = State::default();
    let mut failed = Ok(());
    reader.open_entries(&names(RESIDENT), below, &mut |position, bytes| {
        failed = step(&mut state, position, bytes);
        go_on(&failed)
    })?;
    failed.map(|()| state)
}

/// A state in which the events of some aggregates alone were folded.
pub(crate) fn aggregates<'k>(
    reader: &dyn LedgerReader,
    keys: impl IntoIterator<Item = &'k Key>,
    below: u64,
) -> Result<State, EngineError> {
    let mut state = State::default();
    let keys: Vec<_> = keys.into_iter().map(Key::to_string).collect();
    let positions = reader.positions_of(&keys, Involvement::Subject, below)?;
    visit_at(reader, &positions, &mut |position, bytes| {
        step(&mut state, position, bytes)
    })?;
    Ok(state)
}

/// Visits entries in order of position, until one cannot be taken.
pub(crate) fn visit(
    reader: &dyn LedgerReader,
    range: std::ops::Range<u64>,
    visit: &mut Visitor<'_>,
) -> Result<(), EngineError> {
    let mut failed = Ok(());
    reader.entries(range, &mut |position, bytes| {
        failed = visit(position, bytes);
        go_on(&failed)
    })?;
    failed
}

/// Visits the entries at positions that ascend.
pub(crate) fn visit_at(
    reader: &dyn LedgerReader,
    positions: &[u64],
    visit: &mut Visitor<'_>,
) -> Result<(), EngineError> {
    let mut failed = Ok(());
    reader.entries_at(positions, &mut |position, bytes| {
        failed = visit(position, bytes);
        go_on(&failed)
    })?;
    failed
}

/// Whether a visitor goes on after this.
pub(crate) fn go_on<T, E>(result: &Result<T, E>) -> Visit {
    match result {
        Ok(_) => Visit::Continue(()),
        Err(_) => Visit::Break(()),
    }
}
