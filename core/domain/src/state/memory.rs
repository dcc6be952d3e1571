//! What is in memory: aggregates leave when they are finished, and come back when they are needed.

use super::{RESIDENT, State};
use crate::access::{AbsenceId, DelegationId, GrantId};
use crate::kernel::{Key, Kind, Time};

impl State {
    /// Whether the aggregate belongs in memory at this position: its kind always does, or it is not finished.
    #[must_use]
    pub fn open(&self, key: &Key) -> bool {
        let name = key.name();
        match key.kind() {
            Kind::Grant => GrantId::new(name).is_ok_and(|id| self.grants.contains_key(&id)),
            Kind::Delegation => {
                DelegationId::new(name).is_ok_and(|id| self.delegations.contains_key(&id))
            }
            Kind::Absence => AbsenceId::new(name).is_ok_and(|id| self.absences.contains_key(&id)),
            kind => RESIDENT.contains(&kind),
        }
    }

    /// Takes over an aggregate from a state in which its events alone were folded; if there were none,
    /// remembers that it does not exist. Indexes stay as they are: only live events keep them.
    pub fn adopt(&mut self, key: &Key, folded: &Self) {
        let _ = (key, folded);
    }

    /// Forgets an aggregate that is not open; a later need brings it back.
    pub fn evict(&mut self, key: &Key) {
        let _ = key;
    }

    /// When the aggregate is due next.
    fn due_time(&self, key: &Key) -> Option<Time> {
        let name = key.name();
        match key.kind() {
            Kind::Delegation => {
                let found = DelegationId::new(name)
                    .ok()
                    .and_then(|id| self.delegations.get(&id));
                found.map(|delegation| delegation.ends)
            }
            Kind::Absence => {
                let found = AbsenceId::new(name)
                    .ok()
                    .and_then(|id| self.absences.get(&id));
                found.map(|absence| absence.ends)
            }
            _ => None,
        }
    }

    pub(super) fn note_due(&mut self, key: &Key) {
        let time = self.due_time(key);
        self.due.set(key, time);
    }
}
