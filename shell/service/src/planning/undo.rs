//! What undoing would change.

use holdpoint_configuration::{changed_since, inverse};
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{ReleaseName, Stage};
use holdpoint_domain::{Fact, State};
use holdpoint_engine::EngineError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PlanView;
use crate::{At, Service, ServiceError};

/// Entries that are to be undone: those of one application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Position of the first.
    pub first: u64,
    /// Position of the last.
    pub last: u64,
}

impl Undo {
    fn positions(self) -> Vec<u64> {
        let last = self.last.min(self.first.saturating_add(100_000));
        (self.first..=last).collect()
    }
}

/// What undoing some entries comes to.
pub(crate) struct Undoing {
    /// What was declared, turned back.
    pub(crate) changes: Vec<Change>,
    /// People whom the entries added, and who go again.
    pub(crate) gone: Vec<PersonId>,
    /// People whom they added, and of whom entries have spoken since.
    stay: Vec<PersonId>,
    /// Past releases that they brought in, and that are still there.
    releases: Vec<ReleaseName>,
}

impl Service {
    pub(super) fn plan_undo(&self, undo: Undo, state: &State) -> Result<PlanView, ServiceError> {
        let undoing = self.undoing(undo, state)?;
        let names = self.names();
        let handle = |id: &PersonId| names.person(id).handle.unwrap_or_else(|| id.to_string());
        let stays = |id| format!("`{}` stays: other entries speak of them by now", handle(id));
        Ok(PlanView {
            gone: undoing.gone.iter().map(handle).collect(),
            notes: undoing.stay.iter().map(stays).collect(),
            releases: undoing.releases,
            ..self.plan_of(&undoing.changes, state, &[])?
        })
    }

    pub(crate) fn undoing(&self, undo: Undo, state: &State) -> Result<Undoing, ServiceError> {
        let now = self.engine().view(At::Now)?;
        let (mut made, mut releases) = (Vec::new(), Vec::new());
        let (mut gone, mut stay) = (Vec::new(), Vec::new());
        let size = now.size();
        if undo.last >= size {
            let position = undo.last;
            return Err(EngineError::Beyond { position, size }.into());
        }
        for entry in now.recorded(&undo.positions())? {
            match entry.fact {
                Fact::PersonAdded(added) if still_there(state, &added.person) => {
                    let spoken = now.positions(&added.person.key(), true)?;
                    let since = spoken.last().is_some_and(|last| *last > undo.last);
                    if since { &mut stay } else { &mut gone }.push(added.person);
                }
                Fact::ReleaseImported(event) => {
                    let name = event.imported.release;
                    let stage = now.ask(|state| {
                        let found = state.releases.get(&name.key())?;
                        Ok(found.map(|release| release.stage))
                    })?;
                    releases.extend((stage == Some(Stage::Imported)).then_some(name));
                }
                fact => made.extend(change(fact)),
            }
        }
        Ok(Undoing {
            changes: self.turned_back(undo, &made, state)?,
            gone,
            stay,
            releases,
        })
    }

    fn turned_back(
        &self,
        undo: Undo,
        made: &[Change],
        state: &State,
    ) -> Result<Vec<Change>, ServiceError> {
        let changed = changed_since(made, state);
        if !changed.is_empty() {
            let message = format!("{} changed since; undo that first", changed.join(", "));
            return Err(ServiceError::Malformed(message));
        }
        let before = self.engine().view(At::Size(undo.first))?;
        Ok(before.ask(|before| Ok(inverse(made, before)))?)
    }
}

fn still_there(state: &State, person: &PersonId) -> bool {
    let known = state.people.get(person);
    known.is_some_and(|person| person.erased.is_none())
}

/// The change that an event was; nothing for events that no declaration makes.
fn change(fact: Fact) -> Option<Change> {
    Some(match fact {
        Fact::Configured(event) => Change::Settings(event.settings),
        Fact::CalendarDeclared(event) => Change::Calendar(event.calendar),
        Fact::UnitDeclared(event) => Change::Unit(event.unit),
        Fact::TeamDeclared(event) => Change::Team(event.team),
        Fact::ComponentDeclared(event) => Change::Component(Box::new(event.component)),
        Fact::EnvironmentDeclared(event) => Change::Environment(Box::new(event.environment)),
        Fact::TemplateDeclared(event) => Change::Template(Box::new(event.template)),
        Fact::WindowDeclared(event) => Change::Window(Box::new(event.window)),
        Fact::CalendarRetired(event) => Change::RetireCalendar(event.calendar),
        Fact::UnitRetired(event) => Change::RetireUnit(event.unit),
        Fact::TeamRetired(event) => Change::RetireTeam(event.team),
        Fact::ComponentRetired(event) => Change::RetireComponent(event.component),
        Fact::EnvironmentRetired(event) => Change::RetireEnvironment(event.environment),
        Fact::TemplateRetired(event) => Change::RetireTemplate(event.template),
        Fact::PipelineDeclared(event) => Change::Pipeline(Box::new(event.pipeline)),
        Fact::PipelineRetired(event) => Change::RetirePipeline(event.pipeline),
        Fact::WindowRetired(event) => Change::RetireWindow(event.window),
        _ => return None,
    })
}
