//! What is somebody's: components that their teams own.

use holdpoint_domain::State;
use holdpoint_domain::catalogue::Component;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::window::Window;

/// Components that a team of theirs owns.
pub(super) fn components<'s>(
    state: &'s State,
    person: &PersonId,
) -> impl Iterator<Item = &'s Component> {
    let teams = state
        .teams
        .values()
        .filter(|team| team.members.contains(person));
    let teams: Vec<_> = teams.map(|team| &team.name).collect();
    state.components.values().filter(move |component| {
        component
            .team
            .as_ref()
            .is_some_and(|team| teams.contains(&team))
    })
}

/// Whether a window is about one of these, or about all components.
pub(super) fn window(state: &State, window: &Window, person: &PersonId) -> bool {
    if window.components.is_empty() && window.units.is_empty() {
        return true;
    }
    components(state, person).any(|component| {
        let within = |unit| state.unit_within(&component.unit, unit);
        window.components.contains(&component.name) || window.units.iter().any(within)
    })
}
