//! Release trains: departures at a cadence, and when the scope of each is frozen.
//!
//! A train is declared as a [window](crate::window) that closes nothing: in each of its spans, a departure, the releases that go
//! with it are deployed. They are not in each other's way. From the freeze of its scope on, nothing comes aboard, and what is
//! aboard carries nothing more; what it carries may become less, and artifacts may be mended.

mod departure;
mod refusal;
#[cfg(test)]
mod tests;

pub use departure::{Departure, aboard, departures, frozen_from, next_departures};
pub use refusal::PAGES;
pub(crate) use refusal::{
    scope_frozen, train_elsewhere, train_frozen, train_never, train_not_then, train_unknown,
};

use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Refusal, Time};
use crate::release::Release;
use crate::window::{Standing, Stretch, WindowKind, WindowName};

/// The train of that name.
pub(crate) fn found<'a>(state: &'a State, name: &WindowName) -> Result<&'a Standing, Refusal> {
    let train = state.windows.get(name);
    let train = train.filter(|one| one.window.kind == WindowKind::Train);
    train.ok_or_else(|| train_unknown(name))
}

/// The train that a release goes with, whose scope is frozen, and since when.
pub(crate) fn frozen<'a>(
    state: &State,
    release: &'a Release,
    now: Time,
) -> Option<(&'a WindowName, &'a EnvironmentName, Time)> {
    let mut plans = release.plans.iter();
    plans.find_map(|(place, plan)| {
        let name = plan.train.as_ref()?;
        let train = found(state, name).ok()?;
        let since = frozen_from(state, train, plan.span)?;
        (since <= now && now < plan.span.until).then_some((name, place, since))
    })
}

/// Whether a departure is one that the train has.
pub(crate) fn departs(state: &State, train: &Standing, moment: Time) -> Option<Departure> {
    let all = departures(state, train, Stretch::at(moment));
    all.into_iter().find(|one| one.span.contains(moment))
}
