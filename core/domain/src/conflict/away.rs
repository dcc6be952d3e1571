//! When nobody of a team is there.

use std::collections::BTreeMap;

use holdpoint_schedule::Spans;

use super::Asking;
use crate::access::{Absence, Target};
use crate::catalogue::ComponentName;
use crate::kernel::Time;
use crate::organisation::{PersonId, TeamName};
use crate::window::Stretch;

impl<'a> Asking<'a> {
    /// The teams that own a component of the release, and when each of their people is away, from then on.
    pub(super) fn away(&self, from: Time) -> Vec<(&'a TeamName, Spans)> {
        let absences = self.state.absences.values().filter(|one| one.ends > from);
        let mut by_person: BTreeMap<&PersonId, Vec<&Absence>> = BTreeMap::new();
        for absence in absences {
            by_person.entry(&absence.person).or_default().push(absence);
        }
        if by_person.is_empty() {
            return Vec::new();
        }
        let mut teams = BTreeMap::new();
        for name in &self.release.components {
            let known = self.state.components.get(name);
            if let Some(team) = known.and_then(|known| known.team.as_ref()) {
                teams.entry(team).or_insert(name);
            }
        }
        let gone = |(team, component)| Some((team, self.gone(team, component, &by_person)?));
        teams.into_iter().filter_map(gone).collect()
    }

    /// When everybody of a team is away as far as a component goes; nothing if there is always somebody, or nobody at all.
    fn gone(
        &self,
        team: &TeamName,
        component: &ComponentName,
        absences: &BTreeMap<&PersonId, Vec<&Absence>>,
    ) -> Option<Spans> {
        let target = Target::Place(self.place.clone(), component.clone());
        let members = self.state.teams.get(team)?.members.iter();
        let active = members.filter(|person| self.state.active(person));
        let away = active.map(|person| -> Spans {
            let all = absences.get(person).into_iter().flatten();
            let here = all.filter(|one| one.covers(&target, self.state));
            here.map(|one| span(one).span()).collect()
        });
        let all = away.reduce(|all, one| all.intersection(&one))?;
        (!all.as_slice().is_empty()).then_some(all)
    }
}

fn span(absence: &Absence) -> Stretch {
    Stretch {
        from: absence.begins,
        until: absence.ends,
    }
}
