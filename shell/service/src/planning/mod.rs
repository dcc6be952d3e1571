//! Changes to what the organisation declares: from a configuration file, from an import, or back to what was.

mod imports;
mod policies;
mod undo;

use std::collections::BTreeMap;

use holdpoint_configuration::{Configuration, Origin, Source, describe, difference};
use holdpoint_domain::access::Permission;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Actor, State};
use holdpoint_import::Imported;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::imports::NewPersonView;
pub use self::policies::WantedPolicies;
use self::policies::ruled_by;
pub use self::undo::Undo;
use crate::{At, Service, ServiceError};

/// A configuration file with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationFile {
    /// What it is called, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The Rego and Cedar files that it names, by path.
    #[serde(default)]
    pub policies: BTreeMap<String, String>,
    /// The repository that it lies in, without credentials; empty if it is not known.
    #[serde(default)]
    pub repository: String,
    /// Where in the repository.
    #[serde(default)]
    pub folder: String,
}

/// Where changes come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// What a configuration file says.
    Configuration(ConfigurationFile),
    /// The changes themselves.
    Changes(Vec<Change>),
    /// These policies on who may do what.
    Policies(WantedPolicies),
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
    /// What an import leaves out and why, or what an undo leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Past releases that an undo takes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
    /// Handles of people whom an undo erases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
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
        let mut plan = plan.map_err(|error| ServiceError::Internal(error.to_string()))?;
        plan.sort_all_objects();
        let (people, notes, releases, gone) = Default::default();
        Ok(Self {
            added,
            changed,
            removed,
            plan,
            text,
            people,
            notes,
            releases,
            gone,
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
        match wanted {
            Wanted::Import(imported) => self.plan_import(imported, &state),
            Wanted::Undo(undo) => self.plan_undo(*undo, &state),
            wanted => self.plan_of(&self.changes(wanted, &state)?, &state, &[]),
        }
    }

    /// What changes would do, with handles of people whom the vault does not know yet.
    fn plan_of(
        &self,
        changes: &[Change],
        state: &State,
        new: &[(String, PersonId)],
    ) -> Result<PlanView, ServiceError> {
        let names = self.names();
        let name = |id: &str| {
            let id: PersonId = id.parse().ok()?;
            let new = new.iter().find(|(_, new)| *new == id);
            let new = new.map(|(handle, _)| handle.clone());
            new.or_else(|| names.person(&id).handle)
        };
        PlanView::of(changes, state, &name)
    }

    /// The changes that are wanted, in an order in which each meets what it needs.
    pub(crate) fn changes(
        &self,
        wanted: &Wanted,
        state: &State,
    ) -> Result<Vec<Change>, ServiceError> {
        match wanted {
            Wanted::Configuration(file) => self.of_file(file, state),
            Wanted::Changes(changes) => Ok(changes.clone()),
            Wanted::Policies(policies) => Ok(vec![ruled_by(policies, state)]),
            Wanted::Import(imported) => Ok(self.imported(imported, state, &[]).changes),
            Wanted::Undo(undo) => Ok(self.undoing(*undo, state)?.changes),
        }
    }

    pub(crate) fn state(&self) -> Result<State, ServiceError> {
        let view = self.engine().view(At::Now)?;
        Ok(view.ask(|state| Ok(state.clone()))?)
    }

    /// The changes that make the organisation what the file says, in an order in which each meets what it needs.
    fn of_file(
        &self,
        file: &ConfigurationFile,
        state: &State,
    ) -> Result<Vec<Change>, ServiceError> {
        let configuration = parse(file)?;
        let names = self.names();
        let person = |handle: &str| names.find(handle).ok().flatten();
        let changes = difference(state, &configuration, &person, &origin(file));
        changes.map_err(ServiceError::Configuration)
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
