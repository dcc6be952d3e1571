//! What windows close, minute by minute, by somebody who knows nothing of rules: of each day it is asked whether something
//! begins on it.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use super::{declared, time};
use crate::catalogue::ComponentName;
use crate::kernel::Time;
use crate::window::{Stretch, closed, next_clear};

const ZONES: [&str; 4] = [
    "Europe/Vienna",
    "America/New_York",
    "Australia/Lord_Howe",
    "UTC",
];
const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

#[derive(Debug, Clone)]
struct One {
    blackout: bool,
    /// For which of two components; for both if none.
    component: Option<usize>,
    zone: usize,
    /// On which days of the week it begins; on one day alone if none.
    days: Vec<usize>,
    first: Date,
    hour: i8,
    minute: i8,
    minutes: i64,
}

fn one() -> impl Strategy<Value = One> {
    let days = prop::collection::vec(0_usize..7, 0..4);
    // Around the days on which clocks are changed in each of the zones.
    let first = prop_oneof![
        Just((2026, 3, 1)),
        Just((2026, 3, 20)),
        Just((2026, 10, 15))
    ];
    (
        (
            any::<bool>(),
            prop::option::weighted(0.4, 0_usize..2),
            0_usize..4,
            days,
        ),
        (
            first,
            0_i64..20,
            0_i8..24,
            prop::sample::select(vec![0_i8, 15, 30]),
            1_i64..4_000,
        ),
    )
        .prop_map(
            |((blackout, component, zone, days), (first, later, hour, minute, minutes))| One {
                blackout,
                component,
                zone,
                days,
                first: Date::new(first.0, first.1, first.2)
                    .unwrap()
                    .checked_add(later.days())
                    .unwrap(),
                hour,
                minute,
                minutes,
            },
        )
}

impl One {
    fn json(&self, at: usize) -> String {
        let (kind, zone) = (
            if self.blackout {
                "blackout"
            } else {
                "maintenance"
            },
            ZONES[self.zone],
        );
        let start = self.first.at(self.hour, self.minute, 0, 0);
        let about = self
            .component
            .map(|one| format!(r#""components":["c{one}"],"#))
            .unwrap_or_default();
        let lasts = format!("{}m", self.minutes);
        let rule = match self.days.is_empty() {
            true => "FREQ=DAILY;COUNT=1".to_owned(),
            false => {
                let days: Vec<_> = self.days.iter().map(|day| DAYS[*day].0).collect();
                format!("FREQ=WEEKLY;BYDAY={}", days.join(","))
            }
        };
        format!(
            r#"{{"name":"w{at}","kind":"{kind}",{about}"timezone":"{zone}","when":[{{"again":{{"rule":"{rule}","start":"{start}","lasts":"{lasts}"}}}}]}}"#
        )
    }

    /// Whether it is on in that minute.
    fn on(&self, minute: Timestamp) -> bool {
        let zone = TimeZone::get(ZONES[self.zone]).unwrap();
        let today = zone.to_datetime(minute).date();
        let days = (-5..=1).map(|day| today.checked_add(day.days()).unwrap());
        let begins = |day: &Date| match self.days.is_empty() {
            true => self.the_day(&zone) == Some(*day),
            false => {
                *day >= self.first && self.days.iter().any(|one| DAYS[*one].1 == day.weekday())
            }
        };
        days.filter(begins).any(|day| {
            let start = moment(&zone, day.at(self.hour, self.minute, 0, 0));
            start.is_some_and(|start| {
                start <= minute && minute < start + SignedDuration::from_mins(self.minutes)
            })
        })
    }

    /// The first day on which the clock shows its time.
    fn the_day(&self, zone: &TimeZone) -> Option<Date> {
        let mut days = (0..3).map(|day| self.first.checked_add(day.days()).unwrap());
        days.find(|day| moment(zone, day.at(self.hour, self.minute, 0, 0)).is_some())
    }

    fn about(&self, component: usize) -> bool {
        self.component.is_none_or(|one| one == component)
    }
}

/// The first moment at which the clock shows that; none if it never does.
fn moment(zone: &TimeZone, at: DateTime) -> Option<Timestamp> {
    let offset = match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Fold { before, .. } => before,
        AmbiguousOffset::Gap { .. } => return None,
    };
    offset.to_timestamp(at).ok()
}

/// Whether something stands against deploying these components in that minute.
fn is_closed(windows: &[One], components: &[usize], minute: Timestamp) -> bool {
    components.iter().any(|component| {
        let about: Vec<_> = windows.iter().filter(|one| one.about(*component)).collect();
        let blackout = about.iter().any(|one| one.blackout && one.on(minute));
        let mut maintenance = about.iter().filter(|one| !one.blackout).peekable();
        let outside = maintenance.peek().is_some() && !maintenance.any(|one| one.on(minute));
        blackout || outside
    })
}

const STEP: i64 = 15 * 60_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn windows_close_what_a_scan_minute_by_minute_says(
        windows in prop::collection::vec(one(), 0..6),
        which in 0_usize..3,
        later in 0_i64..60 * 24 * 12,
        length in 1_i64..600,
        autumn in any::<bool>(),
    ) {
        let texts: Vec<_> = windows.iter().enumerate().map(|(at, one)| one.json(at)).collect();
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let state = declared(&texts);
        let components: &[usize] = [&[0][..], &[1], &[0, 1]][which];
        let names: Vec<ComponentName> = components.iter().map(|one| format!("c{one}").parse().unwrap()).collect();
        let place = "production".parse().unwrap();
        let begin = if autumn { "2026-10-15T00:00:00Z" } else { "2026-03-05T00:00:00Z" };
        let from = time(begin).after(later * 60_000);
        let minute = |at: Time| Timestamp::from_millisecond(at.millis()).unwrap();

        // A fortnight, a quarter of an hour at a time, and each of those minutes alone.
        for step in (0..96 * 14).step_by(7) {
            let at = from.after(step * STEP);
            let said = !closed(&state, &place, &names, Stretch::at(at)).is_empty();
            prop_assert_eq!(said, is_closed(&windows, components, minute(at)), "{:?} at {}", &texts, at);
        }
        let far = 60 * 24 * 9;
        let closed_at: Vec<bool> = (0..far + length)
            .map(|later| is_closed(&windows, components, minute(from.after(later * 60_000))))
            .collect();
        let fits = |begin: &i64| {
            let begin = usize::try_from(*begin).unwrap();
            let length = usize::try_from(length).unwrap();
            closed_at[begin..begin + length].iter().all(|closed| !closed)
        };
        let scanned = (0..far).find(fits).map(|begin| from.after(begin * 60_000));
        let found = next_clear(&state, &place, &names, from, length * 60_000, &holdpoint_schedule::Spans::default());
        match scanned {
            Some(begin) => prop_assert_eq!(found.map(|one| (one.from, one.until)), Some((begin, begin.after(length * 60_000)))),
            None => prop_assert!(found.is_none_or(|one| one.from >= from.after(far * 60_000))),
        }
        if let Some(found) = found {
            prop_assert!(closed(&state, &place, &names, found).is_empty(), "{:?} in {:?}", found, &texts);
        }
    }
}
