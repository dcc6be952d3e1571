//! Blackouts and maintenance windows as events: what takes place again is one event with its rule.

use holdpoint_domain::window::{Lasts, Standing, Stretch, When, Window, WindowKind, spans};
use holdpoint_domain::{State, Time};
use holdpoint_icalendar::{Event, Feed, Length, Status, When as At};
use holdpoint_schedule::{Occurrences, Policy, Rule, Zone};
use jiff::civil::{Date, DateTime, Time as Clock};
use jiff::{SignedDuration, Timestamp};

/// The events of a window. What has no rule is there from the beginning of last year to the end of the year after next, so that it
/// is the same for a year.
pub(super) fn events(state: &State, standing: &Standing, now: Time) -> Vec<Event> {
    let window = &*standing.window;
    let Some(zone) = Zone::named(&window.timezone) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, when) in window.when.iter().enumerate() {
        let times = match when {
            When::Span { from, until } => once(from, until, &zone).into_iter().collect(),
            When::Again {
                rule,
                start,
                lasts,
                except,
            } => again(rule, start, *lasts, except, &zone)
                .into_iter()
                .collect(),
            When::Feed { text, .. } => of_feed(text, &zone),
            When::Close { .. } => {
                let alone = Window {
                    when: vec![when.clone()],
                    ..window.clone()
                };
                closings(state, &alone.into(), now, &zone)
            }
        };
        found.extend(times.into_iter().map(|event| dressed(window, at, event)));
    }
    found
}

/// With the names and words of its window.
fn dressed(window: &Window, at: usize, event: Event) -> Event {
    let (kind, word) = match window.kind {
        WindowKind::Blackout => ("blackout", "Blackout"),
        WindowKind::Maintenance => ("maintenance", "Maintenance window"),
        WindowKind::Train => ("train", "Release train"),
    };
    let own = match event.uid.as_str() {
        "" => String::new(),
        own => format!("-{own}"),
    };
    let called = match event.summary.as_str() {
        "" => window.called().to_owned(),
        own => format!("{} ({own})", window.called()),
    };
    Event {
        uid: format!("{kind}-{}-{at}{own}@holdpoint", window.name),
        summary: format!("{word}: {called}"),
        description: Some(description(window)),
        categories: vec![word.to_owned()],
        status: Some(Status::Confirmed),
        transparent: true,
        ..event
    }
}

fn description(window: &Window) -> String {
    let mut lines = vec![match window.kind {
        WindowKind::Blackout => "Nothing is deployed.".to_owned(),
        WindowKind::Maintenance => {
            "Things are deployed in such windows, and at no other time.".to_owned()
        }
        WindowKind::Train => "The releases that go with it are deployed.".to_owned(),
    }];
    let list = |names: Vec<String>| names.join(", ");
    if !window.environments.is_empty() {
        let names = window.environments.iter().map(ToString::to_string);
        lines.push(format!("Environments: {}", list(names.collect())));
    }
    if !window.components.is_empty() {
        let names = window.components.iter().map(ToString::to_string);
        lines.push(format!("Components: {}", list(names.collect())));
    }
    if !window.units.is_empty() {
        let names = window.units.iter().map(ToString::to_string);
        lines.push(format!("Units: {}", list(names.collect())));
    }
    lines.join("\n")
}

fn once(from: &str, until: &str, zone: &Zone) -> Option<Event> {
    let (from, until): (DateTime, DateTime) = (from.parse().ok()?, until.parse().ok()?);
    let moment = |at| Policy::SINGLE.moment(zone, at);
    Some(Event {
        length: Length::exact(moment(until)?.duration_since(moment(from)?)),
        ..Event::new("", At::Zoned(from, zone.clone()))
    })
}

/// It begins when its rule first says so: what programs make of another beginning differs.
fn again(rule: &str, start: &str, lasts: Lasts, except: &[String], zone: &Zone) -> Option<Event> {
    let (rule, start): (Rule, DateTime) = (rule.parse().ok()?, start.parse().ok()?);
    let first = Occurrences::new(&rule, start).next()?;
    let days = except.iter().filter_map(|day| day.parse::<Date>().ok());
    let of_day = |day: Date| {
        let times = Occurrences::new(&rule, start).from(day.to_datetime(Clock::MIN));
        times.take_while(move |at| at.date() == day)
    };
    let without = days.flat_map(of_day);
    Some(Event {
        length: Length {
            days: lasts.days.into(),
            exact: SignedDuration::from_secs(lasts.seconds.into()),
        },
        without: without.map(|at| At::Zoned(at, zone.clone())).collect(),
        rules: vec![rule],
        ..Event::new("", At::Zoned(first, zone.clone()))
    })
}

/// The events of a calendar, in the window's zone where they name none.
fn of_feed(text: &str, zone: &Zone) -> Vec<Event> {
    let feed = Feed::read(text).unwrap_or_default();
    let zone = feed.zone.unwrap_or_else(|| zone.clone());
    let placed = |when: At| match when {
        At::Floating(at) => At::Zoned(at, zone.clone()),
        other => other,
    };
    let event = |mut event: Event| {
        event.uid = event.uid.replace(' ', "-");
        event.start = placed(event.start);
        let more = event.more.into_iter();
        event.more = more.map(|(at, length)| (placed(at), length)).collect();
        event.without = event.without.into_iter().map(placed).collect();
        event.instead = event.instead.map(|(of, following)| (placed(of), following));
        event
    };
    feed.events.into_iter().map(event).collect()
}

/// Each close of the books, in whole days where it takes whole days.
fn closings(state: &State, standing: &Standing, now: Time, zone: &Zone) -> Vec<Event> {
    let stamp = |time: Time| Timestamp::from_millisecond(time.millis()).unwrap_or_default();
    let year = zone.clock(stamp(now)).year();
    let begin = |year: i16| {
        let day = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        let moment = Policy::SINGLE.moment(zone, day.to_datetime(Clock::MIN));
        Time::from_millis(moment.unwrap_or_default().as_millisecond())
    };
    let within = Stretch {
        from: begin(year.saturating_sub(1)),
        until: begin(year.saturating_add(3)),
    };
    let event = |stretch: Stretch| {
        let (from, until) = (
            zone.clock(stamp(stretch.from)),
            zone.clock(stamp(stretch.until)),
        );
        let uid = from.date().to_string();
        match from.time() == Clock::MIN && until.time() == Clock::MIN {
            true => Event {
                length: Length::days(until.date().duration_since(from.date()).as_hours() / 24),
                ..Event::new(uid, At::Date(from.date()))
            },
            false => Event {
                length: Length::exact(stamp(stretch.until).duration_since(stamp(stretch.from))),
                ..Event::new(uid, At::Zoned(from, zone.clone()))
            },
        }
    };
    spans(state, standing, within)
        .into_iter()
        .map(event)
        .collect()
}
