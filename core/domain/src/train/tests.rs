//! When the scope of a departure is frozen, held against counting days back by hand.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::ToSpan;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{departs, departures, next_departures};
use crate::State;
use crate::kernel::Time;
use crate::window::{Standing, Stretch, Window};

const DAY_MS: i64 = 24 * 3_600_000;

fn train(zone: &str, days: u32) -> Standing {
    let window = serde_json::json!({
        "name": "weekly", "kind": "train", "timezone": zone,
        "when": [{"again": {"rule": "FREQ=WEEKLY", "start": "2026-03-24T22:00:00", "lasts": "4h"}}],
        "scope_freeze": {"working_days": days},
    });
    let window: Window = serde_json::from_value(window).unwrap();
    assert_eq!(window.mistakes(), []);
    window.into()
}

fn time(text: &str) -> Time {
    Time::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// The beginning of the day on the clock so many working days before.
fn by_hand(departure: Time, zone: &str, days: u32) -> Time {
    let zone = TimeZone::get(zone).unwrap();
    let moment = jiff::Timestamp::from_millisecond(departure.millis()).unwrap();
    let (mut day, mut left) = (zone.to_datetime(moment).date(), days);
    while left > 0 {
        day = day.checked_sub(1.day()).unwrap();
        let works = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        left -= u32::from(works);
    }
    let begins = zone
        .to_ambiguous_zoned_datetime(day.to_datetime(jiff::civil::Time::MIN))
        .compatible()
        .unwrap();
    Time::from_millis(begins.timestamp().as_millisecond())
}

proptest! {
    #[test]
    fn the_scope_is_frozen_so_many_working_days_before(
        zone in prop::sample::select(vec!["Europe/Vienna", "America/New_York", "Pacific/Apia", "UTC"]),
        days in 1_u32..40,
        after in 0_i64..400,
    ) {
        let train = train(zone, days);
        let after = time("2026-03-20T00:00:00Z").after(after * DAY_MS);
        let next = next_departures(&State::default(), &train, after, 3);
        prop_assert!(next.len() >= 3);
        for one in next {
            prop_assert!(one.span.from >= after);
            prop_assert_eq!(one.frozen, Some(by_hand(one.span.from, zone, days)));
        }
    }
}

#[test]
fn a_moment_of_a_departure_finds_it() {
    let (state, train) = (State::default(), train("Europe/Vienna", 5));
    let found = departs(&state, &train, time("2026-03-31T22:00:00Z")).unwrap();
    assert_eq!(found.span.from, time("2026-03-31T20:00:00Z"));
    assert_eq!(found.span.until, time("2026-04-01T00:00:00Z"));
    assert_eq!(found.frozen, Some(time("2026-03-23T23:00:00Z")));
    assert_eq!(departs(&state, &train, found.span.until), None);
    let all = departures(
        &state,
        &train,
        Stretch {
            from: found.span.from,
            until: found.span.until,
        },
    );
    assert_eq!(all, [found]);
}

#[test]
fn only_a_train_has_a_scope() {
    let mut window = Window::clone(&train("UTC", 5).window);
    window.kind = crate::window::WindowKind::Blackout;
    let wrong = window.mistakes();
    assert_eq!(wrong[0].why, "a blackout has no scope that could be frozen");
    window.kind = crate::window::WindowKind::Train;
    window.scope_freeze.as_mut().unwrap().working_days = 251;
    assert_eq!(window.mistakes()[0].field, "scope-freeze");
}
