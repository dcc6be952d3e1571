//! One item of a difference between what is and what the configuration says.

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, CalendarDeclared, CalendarName, CalendarRetired};
use crate::catalogue::{Component, ComponentDeclared, ComponentName, ComponentRetired};
use crate::environment::{Environment, EnvironmentDeclared, EnvironmentName, EnvironmentRetired};
use crate::organisation::{
    Configured, Settings, Team, TeamDeclared, TeamName, TeamRetired, Unit, UnitDeclared, UnitName,
    UnitRetired,
};
use crate::pipeline::{Pipeline, PipelineDeclared, PipelineName, PipelineRetired};
use crate::release::{Template, TemplateDeclared, TemplateName, TemplateRetired};
use crate::window::{Window, WindowDeclared, WindowName, WindowRetired};
use crate::{Fact, State};

/// One item, as it is to be from now on; or that it is to be no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a difference has settings at most once"
)]
pub enum Change {
    /// Settings of the organisation.
    Settings(Settings),
    /// A working calendar.
    Calendar(Calendar),
    /// A unit.
    Unit(Unit),
    /// A team.
    Team(Team),
    /// A component.
    Component(Box<Component>),
    /// An environment.
    Environment(Box<Environment>),
    /// A template for releases.
    Template(Box<Template>),
    /// A blackout or a maintenance window.
    Window(Box<Window>),
    /// A pipeline.
    Pipeline(Box<Pipeline>),
    /// No such calendar any more.
    RetireCalendar(CalendarName),
    /// No such unit any more.
    RetireUnit(UnitName),
    /// No such team any more.
    RetireTeam(TeamName),
    /// No such component any more.
    RetireComponent(ComponentName),
    /// No such environment any more.
    RetireEnvironment(EnvironmentName),
    /// No such template any more.
    RetireTemplate(TemplateName),
    /// No such blackout or maintenance window any more.
    RetireWindow(WindowName),
    /// No such pipeline any more.
    RetirePipeline(PipelineName),
}

impl Change {
    /// Whether it leaves everything as it is.
    #[must_use]
    pub fn idle(&self, state: &State) -> bool {
        match self {
            Self::Settings(new) => state
                .organisation
                .as_ref()
                .is_some_and(|found| found.settings == *new),
            Self::Calendar(new) => state.calendars.get(&new.name) == Some(new),
            Self::Unit(new) => state.units.get(&new.name) == Some(new),
            Self::Team(new) => state.teams.get(&new.name) == Some(new),
            Self::Component(new) => state.components.get(&new.name) == Some(new),
            Self::Environment(new) => state.environments.get(&new.name) == Some(new),
            Self::Template(new) => state.templates.get(&new.name) == Some(new),
            Self::Window(new) => {
                { state.windows.get(&new.name) }.is_some_and(|found| *found.window == **new)
            }
            Self::Pipeline(new) => {
                { state.pipelines.get(&new.name) }.is_some_and(|found| **found == **new)
            }
            Self::RetireCalendar(name) => !state.calendars.contains_key(name),
            Self::RetireUnit(name) => !state.units.contains_key(name),
            Self::RetireTeam(name) => !state.teams.contains_key(name),
            Self::RetireComponent(name) => !state.components.contains_key(name),
            Self::RetireEnvironment(name) => !state.environments.contains_key(name),
            Self::RetireTemplate(name) => !state.templates.contains_key(name),
            Self::RetireWindow(name) => !state.windows.contains_key(name),
            Self::RetirePipeline(name) => !state.pipelines.contains_key(name),
        }
    }

    /// The event that it becomes.
    #[must_use]
    pub fn fact(&self) -> Fact {
        match self.clone() {
            Self::Settings(settings) => Configured { settings }.into(),
            Self::Calendar(calendar) => CalendarDeclared { calendar }.into(),
            Self::Unit(unit) => UnitDeclared { unit }.into(),
            Self::Team(team) => TeamDeclared { team }.into(),
            Self::Component(component) => ComponentDeclared {
                component: *component,
            }
            .into(),
            Self::Environment(environment) => EnvironmentDeclared {
                environment: *environment,
            }
            .into(),
            Self::Template(template) => TemplateDeclared {
                template: *template,
            }
            .into(),
            Self::Window(window) => WindowDeclared { window: *window }.into(),
            Self::Pipeline(pipeline) => PipelineDeclared {
                pipeline: *pipeline,
            }
            .into(),
            Self::RetireCalendar(calendar) => CalendarRetired { calendar }.into(),
            Self::RetireUnit(unit) => UnitRetired { unit }.into(),
            Self::RetireTeam(team) => TeamRetired { team }.into(),
            Self::RetireComponent(component) => ComponentRetired { component }.into(),
            Self::RetireEnvironment(environment) => EnvironmentRetired { environment }.into(),
            Self::RetireTemplate(template) => TemplateRetired { template }.into(),
            Self::RetireWindow(window) => WindowRetired { window }.into(),
            Self::RetirePipeline(pipeline) => PipelineRetired { pipeline }.into(),
        }
    }
}
