//! What is due: commands to issue, effects to carry out, and the next moment to wake.

use super::State;
use crate::Command;
use crate::access::{AbsenceId, DelegationId, EndAbsence, EndDelegation};
use crate::kernel::{Key, Kind, Time};

/// Something to be done outside: its intent stands in the ledger, its outcome does not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {}

/// What is due at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// Commands that Holdpoint itself issues now, in order.
    pub commands: Vec<Command>,
    /// Effects whose outcome is not known yet, by position of their intent.
    pub effects: Vec<(u64, Effect)>,
    /// The next moment at which something is due.
    pub wake: Option<Time>,
}

/// What is due at `now`.
#[must_use]
pub fn agenda(state: &State, now: Time) -> Agenda {
    Agenda {
        commands: state.due.due(now).filter_map(command).collect(),
        effects: Vec::new(),
        wake: state.due.next(now),
    }
}

fn command(key: &Key) -> Option<Command> {
    match key.kind() {
        Kind::Delegation => {
            let delegation = DelegationId::new(key.name()).ok()?;
            Some(EndDelegation { delegation }.into())
        }
        Kind::Absence => {
            let absence = AbsenceId::new(key.name()).ok()?;
            Some(EndAbsence { absence }.into())
        }
        _ => None,
    }
}
