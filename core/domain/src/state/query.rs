//! Questions that several modules ask of the state.

use super::State;
use crate::access::{Grant, GrantId};
use crate::deployment::Deployment;
use crate::environment::EnvironmentName;
use crate::organisation::{PersonId, UnitName};
use crate::release::ReleaseName;

impl State {
    /// The format of the ledger.
    #[must_use]
    pub fn format(&self) -> u32 {
        self.format.max(crate::format::FIRST_FORMAT)
    }

    /// Whether the person belongs to the organisation and was not erased.
    #[must_use]
    pub fn member(&self, person: &PersonId) -> bool {
        self.people
            .get(person)
            .is_some_and(|found| found.erased.is_none())
    }

    /// Whether the person acts: belongs to the organisation, and is not deactivated.
    #[must_use]
    pub fn active(&self, person: &PersonId) -> bool {
        let found = self.people.get(person);
        found.is_some_and(|found| found.erased.is_none() && found.deactivated.is_none())
    }

    /// The grants of a person, those that have expired too.
    pub fn grants_of(&self, person: &PersonId) -> impl Iterator<Item = &Grant> {
        let first = (person.clone(), GrantId::from_bits(0));
        self.grants_by_person
            .range(first..)
            .take_while(move |((owner, _), ())| owner == person)
            .filter_map(|((_, id), ())| self.grants.get(id))
    }

    pub(crate) fn insert_grant(&mut self, grant: Grant) {
        self.grants_by_person
            .insert((grant.person.clone(), grant.id.clone()), ());
        self.grants.insert(grant.id.clone(), grant);
    }

    pub(crate) fn remove_grant(&mut self, id: &GrantId) {
        if let Some(grant) = self.grants.remove(id) {
            self.grants_by_person.remove(&(grant.person, grant.id));
        }
    }

    /// Whether a unit is the other one or below it.
    #[must_use]
    pub fn unit_within(&self, unit: &UnitName, above: &UnitName) -> bool {
        self.units_up(unit).any(|name| name == above)
    }

    /// A unit, the one that it is part of, and so on.
    pub fn units_up<'a>(&'a self, unit: &'a UnitName) -> impl Iterator<Item = &'a UnitName> {
        let up = |name: &&'a UnitName| {
            self.units
                .get(*name)
                .and_then(|found| found.parent.as_ref())
        };
        // A declared tree has no circle, but evolve is total: never more steps than there are units.
        std::iter::successors(Some(unit), up).take(self.units.len() + 1)
    }

    /// Deployments that run or are on their way, in order of id.
    pub fn open_deployments(&self) -> impl Iterator<Item = &Deployment> {
        self.deployments
            .iter()
            .map(|(_, found)| found)
            .filter(|found| found.open())
    }

    /// Those that are on their way.
    pub fn deployments_under_way(&self) -> impl Iterator<Item = &Deployment> {
        let all = self.under_way.iter();
        all.filter_map(|id| self.deployments.peek(&id.key()))
    }

    /// Those of a release.
    pub fn deployments_of(&self, release: &ReleaseName) -> impl Iterator<Item = &Deployment> {
        self.open_deployments()
            .filter(move |found| found.release == *release)
    }

    /// Whether an environment comes, directly or not, after the other one.
    #[must_use]
    pub fn environment_after(&self, name: &EnvironmentName, before: &EnvironmentName) -> bool {
        let up = |name: &&EnvironmentName| {
            self.environments
                .get(*name)
                .and_then(|found| found.after.as_ref())
        };
        std::iter::successors(Some(name), up)
            .skip(1)
            .take(self.environments.len() + 1)
            .any(|name| name == before)
    }
}
