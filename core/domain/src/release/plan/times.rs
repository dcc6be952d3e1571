//! From when until when a release is planned.

use super::PlanRelease;
use crate::conflict::{Asking, conflicts, next_clear};
use crate::kernel::{Refusal, Time};
use crate::release::refusal::{plan_never, plan_past, plan_too_long};
use crate::train::{self, Departure};
use crate::window::{Standing, Stretch, carries};

/// How long a plan is if nothing is said, in seconds.
const HOUR: u32 = 3_600;
/// The longest plan, in seconds: a month.
const LONGEST: u32 = 31 * 24 * HOUR;
/// How many departures are looked at, and how many are named.
const DEPARTURES: (usize, usize) = (200, 3);

impl PlanRelease {
    /// From when until when it is meant, and the departure whose scope is frozen then.
    pub(super) fn span(
        &self,
        asking: &Asking<'_>,
        now: Time,
    ) -> Result<(Stretch, Option<Departure>), Refusal> {
        let (span, departure) = match &self.train {
            Some(_) => {
                let departure = self.departure(asking, now)?;
                (departure.span, Some(departure))
            }
            None => (self.by_itself(asking, now)?, None),
        };
        let length = span.until.millis() - span.from.millis();
        if length <= 0 || length > i64::from(LONGEST) * 1_000 {
            return Err(plan_too_long(span.from, span.until));
        }
        if span.until <= now {
            return Err(plan_past(span.until));
        }
        // Whoever is aboard already stays so.
        let plan = asking.release.plans.get(asking.place);
        let aboard = plan.is_some_and(|plan| plan.train == self.train && plan.span == span);
        let frozen = departure.filter(|one| !aboard && is_frozen(one, now));
        Ok((span, frozen))
    }

    fn by_itself(&self, asking: &Asking<'_>, now: Time) -> Result<Stretch, Refusal> {
        let length = i64::from(self.seconds.unwrap_or(HOUR)) * 1_000;
        match (self.from, self.until) {
            (Some(from), Some(until)) => Ok(Stretch { from, until }),
            (Some(from), None) => Ok(Stretch {
                from,
                until: from.after(length),
            }),
            (None, _) => next_clear(asking, now, length)
                .ok_or_else(|| plan_never(&self.release, &self.environment, length / 60_000)),
        }
    }

    /// The departure that is meant.
    fn departure(&self, asking: &Asking<'_>, now: Time) -> Result<Departure, Refusal> {
        let (state, name) = match asking.train {
            Some(name) => (asking.state, name),
            None => return Err(plan_past(now)),
        };
        let found = train::found(state, name)?;
        if let Some(what) = self.elsewhere(asking, found) {
            return Err(train::train_elsewhere(name, &self.release, what));
        }
        let Some(moment) = self.from else {
            let next = { next(asking, found, now) }.find(|one| clear(asking, one));
            return next.ok_or_else(|| train::train_never(name));
        };
        train::departs(state, found, moment)
            .ok_or_else(|| train::train_not_then(name, moment, named(next(asking, found, now))))
    }

    /// What the train does not carry: the environment, or a component.
    fn elsewhere(&self, asking: &Asking<'_>, found: &Standing) -> Option<String> {
        let places = &found.window.environments;
        if !places.is_empty() && !places.contains(&self.environment) {
            return Some(self.environment.key().to_string());
        }
        let mut parts = asking.release.components.iter();
        let stray = parts.find(|name| !carries(&found.window, asking.state, name));
        stray.map(|name| name.key().to_string())
    }
}

fn is_frozen(departure: &Departure, now: Time) -> bool {
    departure.frozen.is_some_and(|since| since <= now)
}

fn clear(asking: &Asking<'_>, departure: &Departure) -> bool {
    conflicts(asking, departure.span).is_empty()
}

/// Departures that can still be gone with, in order.
pub(super) fn next<'a>(
    asking: &'a Asking<'_>,
    found: &'a Standing,
    now: Time,
) -> impl Iterator<Item = Departure> + 'a {
    let all = train::next_departures(asking.state, found, now, DEPARTURES.0);
    let all = all.into_iter().take(DEPARTURES.0);
    all.filter(move |one| !is_frozen(one, now))
}

/// Departures for a sentence.
pub(super) fn named(departures: impl Iterator<Item = Departure>) -> String {
    let all = departures.take(DEPARTURES.1);
    let all: Vec<_> = all.map(|one| one.span.from.to_string()).collect();
    match all.is_empty() {
        true => "none within five years".to_owned(),
        false => all.join(", "),
    }
}
