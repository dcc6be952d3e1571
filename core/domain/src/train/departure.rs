//! When trains depart.

use holdpoint_schedule::{Policy, Zone};
use jiff::civil;

use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::Time;
use crate::release::{Plan, Release};
use crate::window::{Standing, Stretch, WindowName, spans, stamp};

/// A departure of a train.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// When its releases are deployed.
    pub span: Stretch,
    /// From when on its scope is frozen; never, if none.
    pub frozen: Option<Time>,
}

/// How many days ahead departures are looked for, in turn.
const DAYS: [i64; 3] = [100, 800, 1_830];
const DAY_MS: i64 = 24 * 3_600_000;

/// The departures of a train that meet a span, in order.
#[must_use]
pub fn departures(state: &State, train: &Standing, within: Stretch) -> Vec<Departure> {
    let all = spans(state, train, within).into_iter();
    all.map(|span| Departure {
        span,
        frozen: frozen_from(state, train, span),
    })
    .collect()
}

/// The next departures that have not begun by then: at least `count`, if there are as many within five years.
#[must_use]
pub fn next_departures(
    state: &State,
    train: &Standing,
    after: Time,
    count: usize,
) -> Vec<Departure> {
    let within = |days: i64| Stretch {
        from: after,
        until: after.after(days * DAY_MS),
    };
    let mut found = Vec::new();
    for days in DAYS {
        found = departures(state, train, within(days));
        found.retain(|one| one.span.from >= after);
        if found.len() >= count {
            break;
        }
    }
    found
}

/// Releases that go with a train, where, and when, in order of time; those that still go there.
#[must_use]
pub fn aboard<'a>(
    state: &'a State,
    train: &WindowName,
    now: Time,
) -> Vec<(&'a Release, &'a EnvironmentName, &'a Plan)> {
    let all = state.plans(now);
    let with = |plan: &Plan| plan.train.as_ref() == Some(train);
    let mut all: Vec<_> = all.filter(|(_, _, plan)| with(plan)).collect();
    all.sort_by_key(|(release, place, plan)| (plan.span, &release.name, *place));
    all
}

/// From when on the scope of a departure is frozen: the beginning of the day that lies so many working days before the day of
/// the departure.
#[must_use]
pub fn frozen_from(state: &State, train: &Standing, span: Stretch) -> Option<Time> {
    let freeze = train.window.scope_freeze.as_ref()?;
    let zone = Zone::named(&train.window.timezone)?;
    let days = state.working_days(freeze.calendar.as_ref());
    let eve = zone.clock(stamp(span.from)).date().yesterday().ok()?;
    let day = days.back(eve, usize::try_from(freeze.working_days).ok()?)?;
    let begins = Policy::SINGLE.moment(&zone, day.to_datetime(civil::Time::MIN))?;
    Some(Time::from_millis(begins.as_millisecond()))
}
