//! Undoing changes: the same items as they were before.

use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;

use crate::place;

/// The item of a change as it is in this state; none if there is none.
pub(crate) fn previous(change: &Change, state: &State) -> Option<Change> {
    let component = |name| {
        state
            .components
            .get(name)
            .cloned()
            .map(Box::new)
            .map(Change::Component)
    };
    let environment = |name| {
        let found = state.environments.get(name).cloned();
        found.map(Box::new).map(Change::Environment)
    };
    let template = |name| {
        state
            .templates
            .get(name)
            .cloned()
            .map(Box::new)
            .map(Change::Template)
    };
    let window = |name| {
        let found = state.windows.get(name);
        let found = found.map(|found| found.window.as_ref().clone());
        found.map(Box::new).map(Change::Window)
    };
    let pipeline = |name| {
        let found = state.pipelines.get(name);
        let found = found.map(|found| found.as_ref().clone());
        found.map(Box::new).map(Change::Pipeline)
    };
    match change {
        Change::Settings(_) => {
            let known = state.organisation.as_ref();
            known.map(|known| Change::Settings(known.settings.clone()))
        }
        Change::Calendar(item) => state
            .calendars
            .get(&item.name)
            .cloned()
            .map(Change::Calendar),
        Change::Unit(item) => state.units.get(&item.name).cloned().map(Change::Unit),
        Change::Team(item) => state.teams.get(&item.name).cloned().map(Change::Team),
        Change::Component(item) => component(&item.name),
        Change::Environment(item) => environment(&item.name),
        Change::Template(item) => template(&item.name),
        Change::Window(item) => window(&item.name),
        Change::Pipeline(item) => pipeline(&item.name),
        Change::RetireCalendar(name) => state.calendars.get(name).cloned().map(Change::Calendar),
        Change::RetireUnit(name) => state.units.get(name).cloned().map(Change::Unit),
        Change::RetireTeam(name) => state.teams.get(name).cloned().map(Change::Team),
        Change::RetireComponent(name) => component(name),
        Change::RetireEnvironment(name) => environment(name),
        Change::RetireTemplate(name) => template(name),
        Change::RetireWindow(name) => window(name),
        Change::RetirePipeline(name) => pipeline(name),
    }
}

/// That there is no such item; settings cannot go.
fn retirement(change: &Change) -> Option<Change> {
    Some(match change {
        Change::Calendar(item) => Change::RetireCalendar(item.name.clone()),
        Change::Unit(item) => Change::RetireUnit(item.name.clone()),
        Change::Team(item) => Change::RetireTeam(item.name.clone()),
        Change::Component(item) => Change::RetireComponent(item.name.clone()),
        Change::Environment(item) => Change::RetireEnvironment(item.name.clone()),
        Change::Template(item) => Change::RetireTemplate(item.name.clone()),
        Change::Window(item) => Change::RetireWindow(item.name.clone()),
        Change::Pipeline(item) => Change::RetirePipeline(item.name.clone()),
        _ => return None,
    })
}

/// The changes that undo these, which were made to `before`: what was new goes, what was otherwise is again as it
/// was, what went is back. In reverse, so that each step back meets what it needs.
#[must_use]
pub fn inverse(changes: &[Change], before: &State) -> Vec<Change> {
    let undone = |change: &Change| previous(change, before).or_else(|| retirement(change));
    let made = changes.iter().filter(|change| !change.idle(before));
    let mut all: Vec<_> = made.filter_map(undone).collect();
    all.reverse();
    all
}

/// Items of these changes that somebody has changed again since they were made; undoing them would undo that too.
/// Written `components/payments-api`.
#[must_use]
pub fn changed_since(changes: &[Change], now: &State) -> Vec<String> {
    let touched = changes.iter().filter(|change| !change.idle(now));
    touched.map(|change| place::of(change).join("/")).collect()
}
