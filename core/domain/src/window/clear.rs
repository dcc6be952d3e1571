//! When nothing is closed.

use holdpoint_schedule::{Fit, Span, Spans};
use jiff::{SignedDuration, Timestamp};

use super::closing::union;
use super::scope::Scope;
use super::stretch::stamp;
use super::{Closing, Stretch};
use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::Time;

/// How many days ahead is looked, in turn: most of what is asked for is found in the first.
const DAYS: [i64; 4] = [15, 70, 400, 1_830];

/// The first span of that many milliseconds, from a moment on, in which nothing stands against deploying these components there;
/// none within five years. `besides` are further moments that are not clear.
#[must_use]
pub fn next_clear<'c>(
    state: &State,
    environment: &EnvironmentName,
    components: impl IntoIterator<Item = &'c ComponentName>,
    from: Time,
    length: i64,
    besides: &Spans,
) -> Option<Stretch> {
    let scope = Scope::of(state, environment, components);
    let length = SignedDuration::from_millis(length.max(0));
    let begin = stamp(from);
    let near = |days: &i64| fit(state, &scope, begin, length, *days, besides);
    DAYS.iter().find_map(near).map(Stretch::from)
}

/// The first moment from then on at which nothing of this stands against it any more, if it is that moment or a later one.
#[must_use]
pub fn next_open<'c>(
    state: &State,
    environment: &EnvironmentName,
    components: impl IntoIterator<Item = &'c ComponentName>,
    now: Time,
) -> Option<Time> {
    next_clear(state, environment, components, now, 1, &Spans::default()).map(|clear| clear.from)
}

fn fit(
    state: &State,
    scope: &Scope<'_>,
    from: Timestamp,
    length: SignedDuration,
    days: i64,
    besides: &Spans,
) -> Option<Span> {
    let ahead = SignedDuration::from_hours(days * 24).checked_add(length)?;
    let to = from.checked_add(ahead).unwrap_or(Timestamp::MAX);
    let within = Span { from, to };
    let closed = union(state, &scope.blackouts, within).union(besides);
    let open = { scope.maintenance.iter() }.map(|set| union(state, set, within));
    let open: Option<Spans> = open.reduce(|all, one| all.intersection(&one));
    let fit = Fit {
        open: open.as_ref(),
        closed: &closed,
        length,
    };
    fit.next(from, to)
}

impl Closing {
    /// Whether it is on at that moment.
    #[must_use]
    pub fn on(&self, moment: Time) -> bool {
        self.span.contains(moment)
    }
}
