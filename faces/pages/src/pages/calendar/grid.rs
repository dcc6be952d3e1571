//! Days in weeks, and environments over time.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::entry::{Entry, Handle};
use super::span::{Layout, begins, each, weeks};
use super::words::CalendarWords;

/// A month, week by week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) name: String,
    pub(super) weeks: Vec<Vec<Day>>,
}

/// A day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: String,
    pub(super) number: i8,
    /// Whether it is of the month, and not before or after it.
    pub(super) inside: bool,
    pub(super) today: bool,
    pub(super) entries: Vec<Placed>,
    /// Those that are shown only when one asks for them, and how many they are.
    pub(super) rest: Vec<Placed>,
    pub(super) more: String,
}

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) entry: Entry,
    /// When it begins, if it does so on that day.
    pub(super) at: Option<String>,
}

/// A day over the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) date: String,
    pub(super) number: i8,
    pub(super) weekday: &'static str,
    pub(super) off: bool,
    pub(super) today: bool,
}

/// An environment over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) bars: Vec<Bar>,
    /// Whether some of them can be moved: then it is no mere picture.
    pub(super) moves: bool,
}

/// From where to where, in hours and hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) kind: &'static str,
    pub(super) x: String,
    pub(super) width: String,
    pub(super) says: String,
    /// Whether something is in its way.
    pub(super) against: bool,
    /// By what it is moved, and from where to where it can be taken hold of.
    pub(super) handle: Option<Handle>,
    pub(super) grip: (String, String),
}

/// The least width of a bar, in milliseconds.
const LEAST: i64 = 3 * 3_600_000;
/// The least width of what can be taken hold of: a finger's, where the timeline is as narrow as it gets.
const GRIP: i64 = 24 * 3_600_000;

pub(super) fn month(
    t: CalendarWords,
    month: Date,
    today: Date,
    entries: &[Entry],
    most: usize,
) -> Month {
    let days: Vec<_> = each(weeks(month))
        .map(|date| day(t, month, date, today, entries, most))
        .collect();
    Month {
        name: t.month_of(month),
        weeks: days.chunks(7).map(<[Day]>::to_vec).collect(),
    }
}

fn day(
    t: CalendarWords,
    month: Date,
    date: Date,
    today: Date,
    entries: &[Entry],
    most: usize,
) -> Day {
    let on = |entry: &&Entry| entry.first <= date && date <= entry.last;
    let all: Vec<_> = entries.iter().filter(on).collect();
    // One alone is shown rather than counted.
    let most = if all.len() == most + 1 {
        all.len()
    } else {
        most
    };
    let placed = |entry: &Entry| Placed {
        at: entry.at.clone().filter(|_| entry.first == date),
        entry: entry.clone(),
    };
    Day {
        date: date.to_string(),
        number: date.day(),
        inside: date.month() == month.month(),
        today: date == today,
        entries: all.iter().copied().take(most).map(placed).collect(),
        rest: all.iter().copied().skip(most).map(placed).collect(),
        more: t.more(all.len().saturating_sub(most)),
    }
}

pub(super) fn heads(t: CalendarWords, days: (Date, Date), today: Date) -> Vec<Head> {
    let head = |date: Date| {
        let since = usize::try_from(date.weekday().since(Weekday::Monday)).unwrap_or(0);
        Head {
            date: date.to_string(),
            number: date.day(),
            weekday: t.weekdays().get(since).copied().unwrap_or_default(),
            off: since > 4,
            today: date == today,
        }
    };
    each(days).map(head).collect()
}

pub(super) fn row(
    t: CalendarWords,
    place: &str,
    days: (Date, Date),
    zone: &TimeZone,
    entries: &[Entry],
) -> Row {
    let (from, until) = (begins(days.0, zone).millis(), begins(days.1, zone).millis());
    let here = |entry: &&Entry| {
        let there = entry.places.is_empty() || entry.places.iter().any(|one| one == place);
        there && entry.kind != "day-off" && entry.from < until && entry.until > from
    };
    let bar = |entry: &Entry| {
        let begin = entry.from.max(from);
        let end = entry.until.max(begin + LEAST).min(until);
        let grip = (begin - from).min(until - from - GRIP).max(0);
        Bar {
            handle: entry.handle.clone(),
            grip: (hours(grip), hours((end - begin).max(GRIP))),
            kind: entry.kind,
            x: hours(begin - from),
            width: hours(end - begin),
            says: told(entry),
            against: !entry.against.is_empty(),
        }
    };
    let bars: Vec<_> = entries.iter().filter(here).map(bar).collect();
    Row {
        name: place.to_owned(),
        says: t.happens(bars.len()),
        moves: bars.iter().any(|bar| bar.handle.is_some()),
        bars,
    }
}

fn hours(millis: i64) -> String {
    let hundredths = millis.max(0) / 36_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The months of a view; none of the timeline.
pub(super) fn months(
    t: CalendarWords,
    layout: Layout,
    begin: Date,
    today: Date,
    entries: &[Entry],
) -> Vec<Month> {
    match layout {
        Layout::Month => vec![month(t, begin, today, entries, 4)],
        Layout::Quarter => (0..3)
            .map(|by| month(t, Layout::Month.moved(begin, by), today, entries, 3))
            .collect(),
        Layout::Timeline => Vec::new(),
    }
}

/// What it is, and what is in its way.
fn told(entry: &Entry) -> String {
    let against = entry.against.join(". ");
    match against.is_empty() {
        true => format!("{}: {}", entry.word, entry.title),
        false => format!("{}: {}. {against}", entry.word, entry.title),
    }
}
