//! Changes to what the organisation declares: from a configuration file, from an import, or back to what was.

use std::collections::BTreeMap;

use holdpoint_configuration::{
    Configuration, Origin, Source, changed_since, describe, difference, inverse,
};
use holdpoint_configuration::{Import, import};
use holdpoint_domain::access::Permission;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::release::{ReleaseName, Stage};
use holdpoint_domain::{Actor, Fact, State};
use holdpoint_import::Imported;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{At, Service, ServiceError};

/// A configuration file with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationFile {
    /// What it is called, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The Rego files that it names, by path.
    #[serde(default)]
    pub policies: BTreeMap<String, String>,
    /// The repository that it lies in, without credentials; empty if it is not known.
    #[serde(default)]
    pub repository: String,
    /// Where in the repository.
    #[serde(default)]
    pub folder: String,
}

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

/// Where changes come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// What a configuration file says.
    Configuration(ConfigurationFile),
    /// The changes themselves.
    Changes(Vec<Change>),
    /// What was read from elsewhere: it adds and corrects, and takes nothing away.
    Import(Box<Imported>),
    /// What was before.
    Undo(Undo),
}

/// What changes would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanView {
    /// How many items are added, changed and removed.
    pub added: usize,
    /// How many are changed.
    pub changed: usize,
    /// How many are removed.
    pub removed: usize,
    /// Item by item, for programs.
    pub plan: Value,
    /// The same for people.
    pub text: String,
    /// People whom an import would add first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<NewPersonView>,
    /// What an import leaves out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Past releases that an undo takes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
}

/// Somebody whom the organisation does not know yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewPersonView {
    /// The short name.
    pub handle: String,
    /// The full name.
    pub name: String,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
}

impl PlanView {
    /// What a configuration file would do where there is no organisation yet.
    ///
    /// # Errors
    /// When the file is wrong, or names people: nobody is known yet.
    pub fn first(file: &ConfigurationFile) -> Result<Self, ServiceError> {
        let (state, configuration) = (State::default(), parse(file)?);
        let changes = difference(&state, &configuration, &|_| None, &origin(file));
        let changes = changes.map_err(ServiceError::Configuration)?;
        Self::of(&changes, &state, &|_| None)
    }

    fn of(
        changes: &[Change],
        state: &State,
        name: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ServiceError> {
        let plan = describe(changes, state).with_names(name);
        let (added, changed, removed) = plan.counts();
        let text = plan.to_string();
        let plan = serde_json::to_value(plan);
        let plan = plan.map_err(|error| ServiceError::Internal(error.to_string()))?;
        let (people, notes, releases) = Default::default();
        Ok(Self {
            added,
            changed,
            removed,
            plan,
            text,
            people,
            notes,
            releases,
        })
    }
}

/// Where the file comes from.
fn origin(file: &ConfigurationFile) -> Origin {
    match file.repository.is_empty() {
        true => Origin::unknown(),
        false => Origin::new(&file.repository, &file.folder),
    }
}

impl Service {
    /// What changes would do, for somebody who may read.
    ///
    /// # Errors
    /// When the file is wrong, or something has changed since what is to be undone.
    pub fn plan(&self, actor: &Actor, wanted: &Wanted) -> Result<PlanView, ServiceError> {
        if self.founded()? {
            self.may(actor, Permission::Read)?;
        }
        let state = self.state()?;
        let changes = self.changes(wanted, &state)?;
        let names = self.names();
        let name = |id: &str| id.parse().ok().and_then(|id| names.person(&id).handle);
        let (people, notes) = self.about_import(wanted, &state);
        let releases = self.past_releases(wanted)?;
        let view = PlanView::of(&changes, &state, &name)?;
        Ok(PlanView {
            people,
            notes,
            releases,
            ..view
        })
    }

    /// The changes that are wanted, in an order in which each meets what it needs.
    pub(crate) fn changes(
        &self,
        wanted: &Wanted,
        state: &State,
    ) -> Result<Vec<Change>, ServiceError> {
        match wanted {
            Wanted::Configuration(file) => {
                let configuration = parse(file)?;
                self.of_file(file, &configuration, state)
            }
            Wanted::Changes(changes) => Ok(changes.clone()),
            Wanted::Import(imported) => Ok(self.imported(imported, state).changes),
            Wanted::Undo(undo) => self.undone(*undo, state),
        }
    }

    fn imported(&self, imported: &Imported, state: &State) -> Import {
        let names = self.names();
        // Somebody in the vault whom the ledger does not know is still to be added.
        let person = |handle: &str| {
            let found = names.find(handle).ok().flatten();
            found.filter(|id| state.people.contains_key(id))
        };
        import(state, imported, &person)
    }

    fn about_import(&self, wanted: &Wanted, state: &State) -> (Vec<NewPersonView>, Vec<String>) {
        let Wanted::Import(imported) = wanted else {
            return Default::default();
        };
        let import = self.imported(imported, state);
        let people = import.people.into_iter().map(|one| NewPersonView {
            handle: one.handle,
            name: one.name,
            mail: one.mail,
        });
        (
            people.collect(),
            import.notes.iter().map(ToString::to_string).collect(),
        )
    }

    /// Keeps the policies that the file names, so that the criteria find them.
    pub(crate) fn keep_policies(&self, wanted: &Wanted) -> Result<(), ServiceError> {
        if let Wanted::Configuration(file) = wanted {
            for policy in parse(file)?.policies {
                self.blobs().put(&mut policy.text.as_slice())?;
            }
        }
        Ok(())
    }

    pub(crate) fn state(&self) -> Result<State, ServiceError> {
        let view = self.engine().view(At::Now)?;
        Ok(view.ask(|state| Ok(state.clone()))?)
    }

    fn of_file(
        &self,
        file: &ConfigurationFile,
        configuration: &Configuration,
        state: &State,
    ) -> Result<Vec<Change>, ServiceError> {
        let names = self.names();
        let person = |handle: &str| names.find(handle).ok().flatten();
        let changes = difference(state, configuration, &person, &origin(file));
        changes.map_err(ServiceError::Configuration)
    }

    /// The past releases that the entries brought in, and that are still there.
    fn past_releases(&self, wanted: &Wanted) -> Result<Vec<ReleaseName>, ServiceError> {
        let Wanted::Undo(undo) = wanted else {
            return Ok(Vec::new());
        };
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

    fn undone(&self, undo: Undo, state: &State) -> Result<Vec<Change>, ServiceError> {
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

fn parse(file: &ConfigurationFile) -> Result<Configuration, ServiceError> {
    let policy = |path: &str| match file.policies.get(path) {
        Some(text) => Ok(text.clone().into_bytes()),
        None => Err("it was not sent along".to_owned()),
    };
    let source = Source::new(file.name.clone(), file.text.clone());
    Configuration::parse(source, &policy).map_err(ServiceError::Configuration)
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
