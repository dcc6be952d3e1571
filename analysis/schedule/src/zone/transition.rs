//! When the clocks of a zone are changed.

use jiff::tz::{TimeZone, TimeZoneTransition};
use jiff::{SignedDuration, Timestamp};

use super::custom::Change;
use super::{Kind, Zone};
use crate::span::Span;

/// A change of the clocks of a zone, and what their time is called from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The change.
    pub change: Change,
    /// What the time after it is called, such as `CEST`; none if nobody says.
    pub name: Option<String>,
    /// Whether it is daylight-saving time.
    pub daylight: bool,
}

const MOMENT: SignedDuration = SignedDuration::from_nanos(1);

impl Zone {
    /// The changes of the clock within a span, and before them the one that made it what it is at the beginning, if there is one.
    #[must_use]
    pub fn transitions(&self, within: Span) -> Vec<Transition> {
        match &self.0 {
            Kind::Known(zone) => known(zone, within),
            Kind::Custom(custom) => custom.transitions(within),
        }
    }
}

fn known(zone: &TimeZone, within: Span) -> Vec<Transition> {
    let begin = within.from.checked_add(MOMENT).unwrap_or(Timestamp::MAX);
    let before = zone.preceding(begin).find_map(|one| transition(zone, &one));
    let following = zone.following(within.from);
    let within = following.take_while(|one| one.timestamp() < within.to);
    before
        .into_iter()
        .chain(within.filter_map(|one| transition(zone, &one)))
        .collect()
}

/// None if the clock shows the same before and after, whatever it is called.
fn transition(zone: &TimeZone, one: &TimeZoneTransition<'_>) -> Option<Transition> {
    let before = zone.to_offset(one.timestamp().checked_sub(MOMENT).ok()?);
    let after = one.offset();
    (before != after).then(|| Transition {
        change: Change {
            at: before.to_datetime(one.timestamp()),
            before,
            after,
        },
        name: Some(one.abbreviation().to_owned()),
        daylight: one.dst().is_dst(),
    })
}
