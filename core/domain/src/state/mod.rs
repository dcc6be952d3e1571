//! The state: a fold of the ledger, cheap to clone, holding what is open and no more.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use crate::Fact;
use crate::access::{Absence, AbsenceId, Delegation, DelegationId, Grant, GrantId, Issuer};
use crate::agent::{AgentName, AgentRecord};
use crate::booking::{Booking, BookingId};
use crate::bulletin::{Bulletin, BulletinId};
use crate::calendar::{Calendar, CalendarName};
use crate::catalogue::{Component, ComponentName, Dependencies};
use crate::conflict::Stabilising;
use crate::conversation::Comment;
use crate::cutover::{Cutover, CutoverName};
use crate::deployment::{Deployment, DeploymentId};
use crate::directory::{Group, GroupId};
use crate::environment::{Environment, EnvironmentName};
use crate::evidence::Dossier;
use crate::kernel::{DueIndex, Kind, Lazy, Meta};
use crate::organisation::{Organisation, Person, PersonId, Team, TeamName, Unit, UnitName};
use crate::pipeline::{Errands, Pipeline, PipelineName, Run, RunId};
use crate::release::{Release, ReleaseName, Template, TemplateName};
use crate::retention::{Hold, HoldId};
use crate::signing::{Fingerprint, PersonKey};
use crate::status::Status;
use crate::waiver::Waiver;
use crate::window::{Standing, Stretch, WindowName};

/// Kinds of aggregate that are always in memory.
pub const RESIDENT: &[Kind] = &[
    Kind::Organisation,
    Kind::Unit,
    Kind::Team,
    Kind::Person,
    Kind::Account,
    Kind::Calendar,
    Kind::Component,
    Kind::Environment,
    Kind::Template,
    Kind::Group,
    Kind::Window,
    Kind::Pipeline,
    Kind::Agent,
    Kind::Cutover,
];

/// What is known at one position of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The format that the ledger has been raised to; 0 if it never was.
    pub(crate) format: u32,
    /// The organisation, once founded.
    pub organisation: Option<Organisation>,
    /// Units.
    pub units: OrdMap<UnitName, Unit>,
    /// Teams.
    pub teams: OrdMap<TeamName, Team>,
    /// People, the erased ones too.
    pub people: OrdMap<PersonId, Person>,
    /// Groups that the directory has told of.
    pub groups: OrdMap<GroupId, Group>,
    /// Grants that were not revoked.
    pub grants: OrdMap<GrantId, Grant>,
    /// The same, by person.
    pub(crate) grants_by_person: OrdMap<(PersonId, GrantId), ()>,
    /// Delegations that were not ended.
    pub delegations: OrdMap<DelegationId, Delegation>,
    /// Absences that were not ended.
    pub absences: OrdMap<AbsenceId, Absence>,
    /// Who gave enrolments of late, by to whom.
    pub(crate) issuers: OrdMap<PersonId, Vec<Issuer>>,
    /// Bookings that have not ended.
    pub bookings: OrdMap<BookingId, Booking>,
    /// Holds that are on.
    pub holds: OrdMap<HoldId, Hold>,
    /// Keys that people sign with, the removed ones too.
    pub keys: OrdMap<Fingerprint, PersonKey>,
    /// Bulletins that are being sent.
    pub bulletins: OrdMap<BulletinId, Bulletin>,
    /// What forges show, or are to show, of releases.
    pub statuses: OrdMap<(ReleaseName, EnvironmentName), Status>,
    /// Working calendars.
    pub calendars: OrdMap<CalendarName, Calendar>,
    /// Blackouts and maintenance windows.
    pub windows: OrdMap<WindowName, Standing>,
    /// Agents, the retired ones too.
    pub agents: OrdMap<AgentName, AgentRecord>,
    /// Cutovers, those that have ended too.
    pub cutovers: OrdMap<CutoverName, Arc<Cutover>>,
    /// Pipelines.
    pub pipelines: OrdMap<PipelineName, Arc<Pipeline>>,
    /// Components.
    pub components: OrdMap<ComponentName, Component>,
    /// What follows from them.
    pub(crate) dependencies: Dependencies,
    /// Environments.
    pub environments: OrdMap<EnvironmentName, Environment>,
    /// Templates for releases.
    pub templates: OrdMap<TemplateName, Template>,
    /// Releases in memory: the unfinished ones, and what was looked up.
    pub releases: Lazy<Release>,
    /// Deployments in memory: those that run or are on their way, and what was looked up.
    pub deployments: Lazy<Deployment>,
    /// Runs of pipelines in memory: those that have not ended, and what was looked up.
    pub runs: Lazy<Run>,
    /// Waivers in memory: those that have not ended, and what was looked up.
    pub waivers: Lazy<Waiver>,
    /// Evidence in memory: what was looked up.
    pub evidence: Lazy<Dossier>,
    /// Comments in memory: what was looked up.
    pub comments: Lazy<Comment>,
    /// Which deployment each component runs from, by environment.
    pub running: OrdMap<(EnvironmentName, ComponentName), DeploymentId>,
    /// What is planned where, as far as it had not passed when something was last planned there.
    pub(crate) planned: OrdMap<EnvironmentName, OrdMap<ReleaseName, Stretch>>,
    /// What stabilises where, as far as that had not ended when something last reached it.
    pub(crate) stabilising: OrdMap<(EnvironmentName, DeploymentId), Stabilising>,
    /// What runs of pipelines wait for.
    pub errands: Errands,
    /// What is due when.
    pub(crate) due: DueIndex,
    /// Intents without an outcome, by position.
    pub(crate) intents: OrdMap<u64, DeploymentId>,
    /// The same, by deployment.
    pub(crate) intent_of: OrdMap<DeploymentId, u64>,
    /// Deployments that are on their way.
    pub(crate) under_way: OrdSet<DeploymentId>,
}

mod agenda;
mod memory;
mod query;

pub use agenda::{Agenda, Effect, agenda, effect, effects};

/// What happened: changes the state by one event. Total; never refuses.
pub fn evolve(state: &mut State, fact: &Fact, meta: &Meta) {
    fact.apply(state, meta);
    let subject = fact.subject();
    state.note(&subject);
    if subject.kind() == Kind::Release {
        state.errands.touch(&subject, meta.position);
    }
}

impl State {
    /// Runs of a group that have not ended, the oldest first.
    #[must_use]
    pub(crate) fn runs_of_group(&self, group: &str) -> Vec<RunId> {
        self.errands.of_group(group)
    }
}
