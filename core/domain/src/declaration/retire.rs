//! Whether an item can go: nothing may be left that uses it.

use super::Change;
use crate::State;
use crate::access::Scope;
use crate::calendar::{CalendarName, calendar_in_use};
use crate::catalogue::{ComponentName, component_in_use};
use crate::environment::{EnvironmentName, environment_in_use};
use crate::gate::{Ask, Criterion};
use crate::kernel::{Halt, Key, Refusal};
use crate::organisation::{TeamName, UnitName, team_in_use, unit_in_use};
use crate::window::Window;

/// What stands against its going.
pub(super) fn problems(change: &Change, state: &State) -> Result<Option<Refusal>, Halt> {
    Ok(match change {
        Change::RetireCalendar(name) => calendar(name, state).map(|k| calendar_in_use(name, k)),
        Change::RetireUnit(name) => unit(name, state).map(|k| unit_in_use(name, k)),
        Change::RetireTeam(name) => team(name, state).map(|k| team_in_use(name, k)),
        Change::RetireComponent(name) => component(name, state).map(|k| component_in_use(name, k)),
        Change::RetireEnvironment(name) => {
            environment(name, state).map(|k| environment_in_use(name, k))
        }
        _ => None,
    })
}

/// A blackout or maintenance window that names it.
fn windowed(state: &State, names: impl Fn(&Window) -> bool) -> Option<Key> {
    let mut all = state.windows.values();
    let found = all.find(|standing| names(&standing.window));
    found.map(|standing| standing.window.name.key())
}

/// A grant that names it; one that has ended, too, until it is revoked.
fn granted(scope: &Scope, state: &State) -> Option<Key> {
    state
        .grants
        .values()
        .find(|grant| grant.scope == *scope)
        .map(|grant| grant.id.key())
}

fn calendar(name: &CalendarName, state: &State) -> Option<Key> {
    let same = |used: &Option<CalendarName>| used.as_ref() == Some(name);
    let unit = state
        .units
        .values()
        .find(|unit| same(&unit.calendar))
        .map(|u| u.name.key());
    let place = || {
        state
            .environments
            .values()
            .find(|e| same(&e.calendar))
            .map(|e| e.name.key())
    };
    let closes = |window: &Window| window.calendars().any(|used| used == name);
    unit.or_else(place).or_else(|| windowed(state, closes))
}

fn unit(name: &UnitName, state: &State) -> Option<Key> {
    let child = state
        .units
        .values()
        .find(|unit| unit.parent.as_ref() == Some(name));
    let team = || {
        state
            .teams
            .values()
            .find(|team| team.unit == *name)
            .map(|t| t.name.key())
    };
    let part = || {
        state
            .components
            .values()
            .find(|c| c.unit == *name)
            .map(|c| c.name.key())
    };
    let scope = || granted(&Scope::Unit(name.clone()), state);
    child
        .map(|unit| unit.name.key())
        .or_else(team)
        .or_else(part)
        .or_else(scope)
        .or_else(|| windowed(state, |window| window.units.contains(name)))
}

fn team(name: &TeamName, state: &State) -> Option<Key> {
    let owned = |c: &&crate::catalogue::Component| c.team.as_ref() == Some(name);
    state
        .components
        .values()
        .find(owned)
        .map(|component| component.name.key())
}

fn component(name: &ComponentName, state: &State) -> Option<Key> {
    let user = state
        .components
        .values()
        .find(|c| c.depends_on.contains(name));
    let template = || {
        let uses = |t: &&crate::release::Template| t.components.contains(name);
        state.templates.values().find(uses).map(|t| t.name.key())
    };
    // Unfinished releases are in memory, and so is what runs or is on its way.
    let carried = || {
        let mut open = state.releases.iter().map(|(_, release)| release);
        let carries = |r: &&crate::release::Release| !r.finished() && r.components.contains(name);
        open.find(carries).map(|release| release.name.key())
    };
    let running = || {
        let here = state
            .open_deployments()
            .find(|d| d.components.contains(name));
        here.map(|deployment| deployment.id.key())
    };
    let scope = || granted(&Scope::Component(name.clone()), state);
    user.map(|c| c.name.key())
        .or_else(template)
        .or_else(carried)
        .or_else(running)
        .or_else(scope)
        .or_else(|| windowed(state, |window| window.components.contains(name)))
}

fn environment(name: &EnvironmentName, state: &State) -> Option<Key> {
    let asked = |criterion: &Criterion| matches!(&criterion.ask, Ask::Ran { environment } if environment == name);
    let later = |e: &&crate::environment::Environment| {
        e.after.as_ref() == Some(name) || e.criteria.iter().any(asked)
    };
    let next = state
        .environments
        .values()
        .filter(|e| e.name != *name)
        .find(later);
    let part = || {
        let asks = |c: &&crate::catalogue::Component| c.criteria.iter().any(asked);
        state.components.values().find(asks).map(|c| c.name.key())
    };
    let running = || {
        let here = state.open_deployments().find(|d| d.environment == *name);
        here.map(|deployment| deployment.id.key())
    };
    let scope = || granted(&Scope::Environment(name.clone()), state);
    next.map(|e| e.name.key())
        .or_else(part)
        .or_else(running)
        .or_else(scope)
        .or_else(|| windowed(state, |window| window.environments.contains(name)))
}
