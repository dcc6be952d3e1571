//! What undoing would change.

use holdpoint_configuration::{changed_since, inverse};
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{ReleaseName, Stage};
use holdpoint_domain::{Fact, State};
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

/// What becomes of somebody whom an import added.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// They go with it.
    Goes,
    /// Entries have spoken of them since.
    Stays,
}

impl Service {
    pub(super) fn plan_undo(&self, undo: Undo, state: &State) -> Result<PlanView, ServiceError> {
        let changes = self.undone(undo, state)?;
        let names = self.names();
        let handle = |id: &PersonId| names.person(id).handle.unwrap_or_else(|| id.to_string());
        let (mut gone, mut notes) = (Vec::new(), Vec::new());
        for (id, fate) in self.fates(undo, state)? {
            match fate {
                Fate::Goes => gone.push(handle(&id)),
                Fate::Stays => notes.push(format!(
                    "`{}` stays: other entries speak of them by now",
                    handle(&id)
                )),
            }
        }
        Ok(PlanView {
            gone,
            notes,
            releases: self.past_releases(undo)?,
            ..self.plan_of(&changes, state, &[])?
        })
    }

    /// The people whom these entries added, and who go again when they are undone.
    pub(crate) fn gone_with(
        &self,
        undo: Undo,
        state: &State,
    ) -> Result<Vec<PersonId>, ServiceError> {
        let fates = self.fates(undo, state)?.into_iter();
        Ok(fates
            .filter_map(|(id, fate)| (fate == Fate::Goes).then_some(id))
            .collect())
    }

    fn fates(&self, undo: Undo, state: &State) -> Result<Vec<(PersonId, Fate)>, ServiceError> {
        let view = self.engine().view(At::Now)?;
        let mut people = Vec::new();
        for entry in view.recorded(&undo.positions())? {
            let Fact::PersonAdded(added) = entry.fact else {
                continue;
            };
            let known = state.people.get(&added.person);
            if known.is_none_or(|person| person.erased.is_some()) {
                continue;
            }
            let spoken = view.positions(&added.person.key(), true)?;
            let since = spoken.last().is_some_and(|last| *last > undo.last);
            let fate = if since { Fate::Stays } else { Fate::Goes };
            people.push((added.person, fate));
        }
        Ok(people)
    }

    /// The past releases that the entries brought in, and that are still there.
    fn past_releases(&self, undo: Undo) -> Result<Vec<ReleaseName>, ServiceError> {
        let now = self.engine().view(At::Now)?;
        let mut releases = Vec::new();
        for entry in now.recorded(&undo.positions())? {
            let Fact::ReleaseImported(event) = entry.fact else {
                continue;
            };
            let name = event.imported.release;
            let stage = now.ask(|state| {
                let found = state.releases.get(&name.key())?;
                Ok(found.map(|release| release.stage))
            })?;
            releases.extend((stage == Some(Stage::Imported)).then_some(name));
        }
        Ok(releases)
    }

    pub(super) fn undone(&self, undo: Undo, state: &State) -> Result<Vec<Change>, ServiceError> {
        let now = self.engine().view(At::Now)?;
        let made: Vec<_> = now
            .recorded(&undo.positions())?
            .into_iter()
            .filter_map(|entry| change(entry.fact))
            .collect();
        let changed = changed_since(&made, state);
        if !changed.is_empty() {
            let message = format!("{} changed since; undo that first", changed.join(", "));
            return Err(ServiceError::Malformed(message));
        }
        let before = self.engine().view(At::Size(undo.first))?;
        Ok(before.ask(|before| Ok(inverse(&made, before)))?)
    }
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
        Fact::CalendarRetired(event) => Change::RetireCalendar(event.calendar),
        Fact::UnitRetired(event) => Change::RetireUnit(event.unit),
        Fact::TeamRetired(event) => Change::RetireTeam(event.team),
        Fact::ComponentRetired(event) => Change::RetireComponent(event.component),
        Fact::EnvironmentRetired(event) => Change::RetireEnvironment(event.environment),
        Fact::TemplateRetired(event) => Change::RetireTemplate(event.template),
        _ => return None,
    })
}
