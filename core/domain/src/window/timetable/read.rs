//! From what a window says to when it is.

use holdpoint_icalendar::{Event, Feed, Kind, Length, When as At};
use holdpoint_schedule::{CloseWindow, End, Frequency, Policy, Rule, Span, Zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

use super::close::Close;
use super::{Part, Timetable, WindowMistake};
use crate::window::{CloseOf, Lasts, When, Window, WindowKind};

/// The most times that something happens in a year, or is counted.
const MOST: usize = 10_000;
/// The most working days before or after the end of a period.
const CLOSE: u32 = 60;
/// The most working days before a departure from which on its scope is frozen.
const FREEZE: u32 = 250;
/// The most times that one window has of its own.
const PARTS: usize = 200;
/// The most bytes of a calendar file, as far as it is kept.
pub(crate) const FEED: usize = 48_000;

pub(super) fn timetable(window: &Window) -> Result<Timetable, Vec<WindowMistake>> {
    let Some(zone) = Zone::named(&window.timezone) else {
        let why = format!("`{}` is no IANA time zone", window.timezone);
        return Err(vec![mistake(None, "timezone", why)]);
    };
    if window.when.is_empty() || window.when.len() > PARTS {
        let why = format!("it has 1 to {PARTS} times, not {}", window.when.len());
        return Err(vec![mistake(None, "when", why)]);
    }
    let (mut parts, mut mistakes) = (Vec::new(), Vec::new());
    mistakes.extend(freeze(window));
    for (at, when) in window.when.iter().enumerate() {
        match part(when, &zone, window.kind) {
            Ok(part) => parts.push(part),
            Err(wrong) => {
                let all = wrong.into_iter();
                mistakes.extend(all.map(|(field, why)| mistake(Some(at), field, why)));
            }
        }
    }
    match mistakes.is_empty() {
        true => Ok(Timetable { zone, parts }),
        false => Err(mistakes),
    }
}

/// What is wrong with the freeze of its scope.
fn freeze(window: &Window) -> Option<WindowMistake> {
    let days = window.scope_freeze.as_ref()?.working_days;
    let why = match window.kind {
        WindowKind::Train if (1..=FREEZE).contains(&days) => return None,
        WindowKind::Train => {
            format!("the scope is frozen 1 to {FREEZE} working days before, not {days}")
        }
        kind => format!("a {kind} has no scope that could be frozen"),
    };
    Some(mistake(None, "scope-freeze", why))
}

fn mistake(when: Option<usize>, field: &'static str, why: String) -> WindowMistake {
    WindowMistake { when, field, why }
}

type Wrong = Vec<(&'static str, String)>;

fn part(when: &When, zone: &Zone, kind: WindowKind) -> Result<Part, Wrong> {
    match when {
        When::Span { from, until } => once(from, until, zone).map(Part::Once),
        When::Again {
            rule,
            start,
            lasts,
            except,
        } => again(rule, start, *lasts, except, zone).map(Part::Feed),
        When::Close {
            of,
            before,
            after,
            calendar,
        } => Ok(Part::Close(Close {
            of: *of,
            window: close(*of, *before, *after)?,
            calendar: calendar.clone(),
        })),
        When::Feed { file, text } => feed(file, text, zone, kind).map(Part::Feed),
    }
}

/// A time on the clock.
fn clock(field: &'static str, text: &str) -> Result<DateTime, (&'static str, String)> {
    let why = || {
        let text: String = text.chars().take(40).collect();
        format!("`{text}` is no time on the clock such as `2026-12-20T18:00`")
    };
    let zoned = text.contains(['Z', 'z', '+', '[']);
    let read = text.parse::<DateTime>().ok().filter(|_| !zoned);
    let sound = |at: &DateTime| (1970..=9000).contains(&at.year());
    read.filter(sound).ok_or_else(|| (field, why()))
}

fn once(from: &str, until: &str, zone: &Zone) -> Result<Span, Wrong> {
    let (begins, ends) = (clock("from", from), clock("until", until));
    let (begins, ends) = match (begins, ends) {
        (Ok(begins), Ok(ends)) => (begins, ends),
        (begins, ends) => return Err(begins.err().into_iter().chain(ends.err()).collect()),
    };
    let moment = |at| Policy::SINGLE.moment(zone, at);
    match (moment(begins), moment(ends)) {
        (Some(from), Some(to)) if from < to => Ok(Span { from, to }),
        _ => Err(vec![("until", format!("`{until}` is not after `{from}`"))]),
    }
}

fn again(
    rule: &str,
    start: &str,
    lasts: Lasts,
    except: &[String],
    zone: &Zone,
) -> Result<Feed, Wrong> {
    let mut wrong = Wrong::new();
    let read = rule.parse::<Rule>();
    if let Err(mistakes) = &read {
        wrong.extend(mistakes.0.iter().map(|one| ("rule", one.message.clone())));
    }
    let start = clock("start", start).map_err(|why| wrong.push(why)).ok();
    let mut without = Vec::new();
    for day in except {
        match day.parse::<Date>() {
            Ok(day) => without.push(At::Date(day)),
            Err(_) => wrong.push(("except", format!("`{day}` is no date such as `2026-12-25`"))),
        }
    }
    let (Ok(rule), Some(start), true) = (read, start, wrong.is_empty()) else {
        return Err(wrong);
    };
    let event = Event {
        length: Length {
            days: lasts.days.into(),
            exact: SignedDuration::from_secs(lasts.seconds.into()),
        },
        rules: vec![rule],
        without,
        ..Event::new("", At::Zoned(start, zone.clone()))
    };
    let feed = Feed {
        events: vec![event],
        ..Feed::default()
    };
    bounded(feed, zone).map_err(|why| vec![("rule", why)])
}

fn close(of: CloseOf, before: u32, after: u32) -> Result<CloseWindow, Wrong> {
    let days = before.max(after);
    if days == 0 {
        let why = "it closes no day: say how many working days `before` and `after`".to_owned();
        return Err(vec![("close", why)]);
    }
    // Closes of months must not grow into each other by so much that nobody would mean it.
    let most = if of == CloseOf::Month { 15 } else { CLOSE };
    let field = if before > most { "before" } else { "after" };
    if days > most {
        let why = format!("it closes at most {most} working days before and after, not {days}");
        return Err(vec![(field, why)]);
    }
    let count = |days: u32| usize::try_from(days).unwrap_or(usize::MAX);
    Ok(CloseWindow {
        before: count(before),
        after: count(after),
    })
}

fn feed(file: &str, text: &str, zone: &Zone, kind: WindowKind) -> Result<Feed, Wrong> {
    let one = |why: String| vec![("feed", why)];
    if text.len() > FEED {
        let kept = text.len();
        let why = format!(
            "of `{file}` {kept} bytes would be kept, and there is room for {FEED}: leave out what is past, or split it"
        );
        return Err(one(why));
    }
    let feed = Feed::read(text).map_err(|mistakes| {
        let all = mistakes.into_iter();
        let said = all.map(|one| format!("{file}:{}:{}: {}", one.line, one.column, one.message));
        said.map(|why| ("feed", why)).collect::<Wrong>()
    })?;
    let other = match (feed.kind, kind) {
        (Some(Kind::Closed), WindowKind::Blackout) => Some(("closed", "windows")),
        (Some(Kind::Open), WindowKind::Maintenance) => Some(("open", "blackouts")),
        _ => None,
    };
    if let Some((what, section)) = other {
        let why = format!(
            "`{file}` says that everything but its events is {what}: declare it under `{section}`"
        );
        return Err(one(why));
    }
    bounded(feed, zone).map_err(one)
}

/// Whether nothing in it takes place so often that asking would take long.
fn bounded(feed: Feed, zone: &Zone) -> Result<Feed, String> {
    let rules = || feed.events.iter().flat_map(|event| &event.rules);
    if rules().any(|rule| rule.frequency >= Frequency::Minutely) {
        return Err("it happens every minute or second; every hour is the most".to_owned());
    }
    if rules().any(|rule| matches!(rule.end, End::Count(count) if count as usize > MOST)) {
        return Err(format!("it is counted to more than {MOST}"));
    }
    for event in &feed.events {
        let day = match &event.start {
            At::Date(date) => *date,
            At::Zoned(at, _) | At::Floating(at) => at.date(),
            At::Utc(moment) => zone.clock(*moment).date(),
        };
        let begins = day.to_datetime(Time::MIN);
        let ends = begins.saturating_add(1.year());
        let moment = |at| Policy::SINGLE.moment(zone, at);
        let (Some(from), Some(to)) = (moment(begins), moment(ends)) else {
            return Err("it begins beyond the calendar".to_owned());
        };
        let alone = Feed {
            events: vec![event.clone()],
            ..feed.clone()
        };
        let often = |_| format!("it happens more than {MOST} times a year");
        let found = alone.within(Span { from, to }, zone);
        let found = found.map_err(|_| ()).map_err(often)?;
        if found.len() > MOST {
            return Err(often(()));
        }
    }
    Ok(feed)
}
