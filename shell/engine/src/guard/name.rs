//! What new things are called.

use holdpoint_domain::{Fact, State};

/// The name of what an event brings into the world, and where it stands in the event's data; nothing for what
/// was there before.
pub(super) fn of_new<'a>(fact: &'a Fact, state: &State) -> Option<(&'static str, &'a str)> {
    let (known, pointer, name) = match fact {
        Fact::ReleaseCreated(event) => (false, "/release", event.release.as_str()),
        Fact::CalendarDeclared(event) => {
            let name = &event.calendar.name;
            let known = state.calendars.contains_key(name);
            (known, "/calendar/name", name.as_str())
        }
        Fact::UnitDeclared(event) => {
            let name = &event.unit.name;
            (state.units.contains_key(name), "/unit/name", name.as_str())
        }
        Fact::TeamDeclared(event) => {
            let name = &event.team.name;
            (state.teams.contains_key(name), "/team/name", name.as_str())
        }
        Fact::ComponentDeclared(event) => {
            let name = &event.component.name;
            let known = state.components.contains_key(name);
            (known, "/component/name", name.as_str())
        }
        Fact::EnvironmentDeclared(event) => {
            let name = &event.environment.name;
            let known = state.environments.contains_key(name);
            (known, "/environment/name", name.as_str())
        }
        Fact::WindowDeclared(event) => {
            let name = &event.window.name;
            let known = state.windows.contains_key(name);
            (known, "/window/name", name.as_str())
        }
        Fact::PipelineDeclared(event) => {
            let name = &event.pipeline.name;
            let known = state.pipelines.contains_key(name);
            (known, "/pipeline/name", name.as_str())
        }
        Fact::TemplateDeclared(event) => {
            let name = &event.template.name;
            let known = state.templates.contains_key(name);
            (known, "/template/name", name.as_str())
        }
        _ => return None,
    };
    (!known).then_some((pointer, name))
}
