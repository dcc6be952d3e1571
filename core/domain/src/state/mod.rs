//! The state: a fold of the ledger, cheap to clone, holding what is open and no more.

use imbl::OrdMap;

use crate::Fact;
use crate::access::{Absence, AbsenceId, Delegation, DelegationId, Grant, GrantId};
use crate::calendar::{Calendar, CalendarName};
use crate::catalogue::{Component, ComponentName};
use crate::deployment::DeploymentId;
use crate::environment::{Environment, EnvironmentName};
use crate::kernel::{DueIndex, Kind, Meta};
use crate::organisation::{Organisation, Person, PersonId, Team, TeamName, Unit, UnitName};
use crate::release::{Template, TemplateName};

/// Kinds of aggregate that are always in memory.
pub const RESIDENT: &[Kind] = &[
    Kind::Organisation,
    Kind::Unit,
    Kind::Team,
    Kind::Person,
    Kind::Calendar,
    Kind::Component,
    Kind::Environment,
    Kind::Template,
];

/// What is known at one position of the ledger.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The organisation, once founded.
    pub organisation: Option<Organisation>,
    /// Units.
    pub units: OrdMap<UnitName, Unit>,
    /// Teams.
    pub teams: OrdMap<TeamName, Team>,
    /// People, the erased ones too.
    pub people: OrdMap<PersonId, Person>,
    /// Grants that were not revoked.
    pub grants: OrdMap<GrantId, Grant>,
    /// The same, by person.
    pub(crate) grants_by_person: OrdMap<(PersonId, GrantId), ()>,
    /// Delegations that were not ended.
    pub delegations: OrdMap<DelegationId, Delegation>,
    /// Absences that were not ended.
    pub absences: OrdMap<AbsenceId, Absence>,
    /// Working calendars.
    pub calendars: OrdMap<CalendarName, Calendar>,
    /// Components.
    pub components: OrdMap<ComponentName, Component>,
    /// Environments.
    pub environments: OrdMap<EnvironmentName, Environment>,
    /// Templates for releases.
    pub templates: OrdMap<TemplateName, Template>,
    /// Which deployment each component runs from, by environment.
    pub running: OrdMap<(EnvironmentName, ComponentName), DeploymentId>,
    /// What is due when.
    pub(crate) due: DueIndex,
}

mod agenda;
mod memory;
mod query;

pub use agenda::{Agenda, Effect, agenda};

/// What happened: changes the state by one event. Total; never refuses.
pub fn evolve(state: &mut State, fact: &Fact, meta: &Meta) {
    fact.apply(state, meta);
    state.note_due(&fact.subject());
}
