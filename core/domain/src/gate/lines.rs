//! The lines of a gate: what the environment asks, what components ask besides, and what every gate asks by itself.

use super::semantics::Standing;
use super::{Ask, Criterion, Line};
use crate::conflict::{Asking, conflicts};
use crate::environment::Environment;
use crate::kernel::Time;
use crate::release::Release;
use crate::window::Stretch;
use crate::{State, window};

/// The line by which gates ask the calendar.
pub const CALENDAR: &str = "calendar";
/// The line by which gates ask whether it is the planned time.
pub const PLANNED: &str = "planned";

/// The lines of a gate for a release.
#[must_use]
pub fn lines(state: &State, place: &Environment, release: &Release) -> Vec<Line> {
    let source = format!("environment/{}", place.name);
    let line = |criterion: Criterion| Line {
        criterion,
        source: source.clone(),
    };
    let before = place.after.iter().map(|name| Criterion {
        name: format!("ran-in-{name}"),
        ask: Ask::Ran {
            environment: name.clone(),
        },
        waivable: true,
    });
    let asked = release.readiness_asked.iter().map(|item| Criterion {
        name: format!("readiness-{item}"),
        ask: Ask::Readiness { item: item.clone() },
        waivable: true,
    });
    let own = before.chain(place.criteria.iter().cloned());
    let standing = standing_lines(state, place, release).map(line);
    match place.protected {
        true => own
            .chain(asked)
            .map(line)
            .chain(added(state, release))
            .chain(standing)
            .collect(),
        false => own.map(line).chain(standing).collect(),
    }
}

/// What the components of a release ask besides.
fn added<'a>(state: &'a State, release: &'a Release) -> impl Iterator<Item = Line> + 'a {
    let parts = release.components.iter();
    let parts = parts.filter_map(|name| state.components.get(name));
    parts.flat_map(|part| {
        let source = format!("component/{}", part.name);
        part.criteria.iter().map(move |criterion| Line {
            criterion: criterion.clone(),
            source: source.clone(),
        })
    })
}

/// The same at a moment: the calendar is also asked while something else is in the way.
pub(super) fn lines_at(
    standing: Standing,
    state: &State,
    place: &Environment,
    release: &Release,
    now: Time,
) -> Vec<Line> {
    let mut lines = lines(state, place, release);
    let by_itself_at_all = standing > Standing::Nothing;
    lines.retain(|line| by_itself_at_all || !line.criterion.ask.standing());
    let in_the_way = || match standing {
        Standing::Nothing => false,
        Standing::Windows => {
            { state.booked_against(&place.name, &release.name, now, now.after(1)) }.is_some()
        }
        Standing::Conflicts => {
            let asking = Asking::planned(state, release, &place.name);
            !conflicts(&asking, Stretch::at(now)).is_empty()
        }
    };
    let asked = |line: &Line| matches!(line.criterion.ask, Ask::Calendar {});
    if !lines.iter().any(asked) && in_the_way() {
        lines.push(Line {
            criterion: by_itself(CALENDAR, Ask::Calendar {}),
            source: place.name.key().to_string(),
        });
    }
    lines
}

fn by_itself(name: &str, ask: Ask) -> Criterion {
    Criterion {
        name: name.to_owned(),
        ask,
        waivable: true,
    }
}

/// What gates ask by themselves: the calendar, where it says anything of the release there, and the planned time.
fn standing_lines(
    state: &State,
    place: &Environment,
    release: &Release,
) -> impl Iterator<Item = Criterion> {
    let closes = window::concerns(state, &place.name, &release.components);
    let calendar = closes.then(|| by_itself(CALENDAR, Ask::Calendar {}));
    let planned = place.planned.then(|| by_itself(PLANNED, Ask::Planned {}));
    calendar.into_iter().chain(planned)
}
