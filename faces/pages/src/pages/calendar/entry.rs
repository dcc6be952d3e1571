//! What is in the calendar, as every view places it.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{DayOff, Happening, Timetable, What};
use jiff::civil::{Date, Time as Clock};

use super::movers::Movers;
use super::span::{begins, clock};
use super::words::CalendarWords;
use crate::desk::Desk;
use crate::reasons;

/// Something in the calendar, as every view places it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `blackout`, `maintenance`, `departure`, `freeze`, `planned`, `booking`, `deployment` or `day-off`.
    pub(super) kind: &'static str,
    pub(super) word: &'static str,
    pub(super) title: String,
    /// Where it leads, if anywhere.
    pub(super) to: Option<String>,
    pub(super) first: Date,
    pub(super) last: Date,
    /// At what time of the first day, unless it takes whole days.
    pub(super) at: Option<String>,
    pub(super) from: i64,
    pub(super) until: i64,
    /// Where; everywhere if none.
    pub(super) places: Vec<String>,
    /// What is in its way, in words.
    pub(super) against: Vec<String>,
    /// By what it is moved, if whoever looks may.
    pub(super) handle: Option<Handle>,
}

/// By what something is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Handle {
    /// What it is, as an address says it.
    pub(super) what: String,
    /// When it begins, as a field has it.
    pub(super) from: String,
    pub(super) minutes: i64,
    /// The page on which it is moved.
    pub(super) to: String,
}

pub(super) fn entries(
    desk: &Desk<'_>,
    t: CalendarWords,
    found: &Timetable,
) -> Result<Vec<Entry>, ServiceError> {
    let mut movers = Movers::default();
    let mut happenings = Vec::with_capacity(found.happenings.len());
    for one in &found.happenings {
        happenings.push(Entry {
            handle: movers.handle(desk, one)?,
            ..happening(desk, t, one)
        });
    }
    let days_off = found
        .days_off
        .iter()
        .filter_map(|one| day_off(desk, t, one));
    let chosen = desk.visit.query.get("kind");
    let wanted = |entry: &Entry| chosen.is_none_or(|chosen| chosen == entry.kind);
    let mut all: Vec<_> = happenings
        .into_iter()
        .chain(days_off)
        .filter(wanted)
        .collect();
    all.sort_by_key(|entry| (entry.from, entry.until));
    Ok(all)
}

fn happening(desk: &Desk<'_>, t: CalendarWords, one: &Happening) -> Entry {
    let (kind, word, title, to) = named(desk, t, one);
    let zone = &desk.reading.zone;
    let (from, until) = (clock(one.span.from, zone), clock(one.span.until, zone));
    let last = match until.time() == Clock::MIN && until.date() > from.date() {
        true => until.date().yesterday().unwrap_or(until.date()),
        false => until.date(),
    };
    let whole = from.time() == Clock::MIN && until.time() == Clock::MIN;
    Entry {
        kind,
        word,
        title,
        to,
        first: from.date(),
        last,
        at: (!whole).then(|| from.strftime("%H:%M").to_string()),
        from: one.span.from.millis(),
        until: one.span.until.millis(),
        places: one.environments.iter().map(ToString::to_string).collect(),
        against: against(t, &one.what),
        handle: None,
    }
}

fn day_off(desk: &Desk<'_>, t: CalendarWords, one: &DayOff) -> Option<Entry> {
    let day: Date = one.date.parse().ok()?;
    let zone = &desk.reading.zone;
    let name = if one.name.is_empty() {
        t.day_off()
    } else {
        &one.name
    };
    Some(Entry {
        kind: "day-off",
        word: t.day_off(),
        title: format!("{name} ({})", one.calendar),
        to: None,
        first: day,
        last: day,
        at: None,
        from: begins(day, zone).millis(),
        until: begins(day.tomorrow().ok()?, zone).millis(),
        places: Vec::new(),
        against: Vec::new(),
        handle: None,
    })
}

/// What is in the way of a plan.
fn against(t: CalendarWords, what: &What) -> Vec<String> {
    let What::Planned { conflicts, .. } = what else {
        return Vec::new();
    };
    let told = conflicts
        .iter()
        .map(|one| t.against(reasons::said(one, t.0)));
    told.collect()
}

/// The kind of what happens, its word, what it is called, and where that leads.
fn named(
    desk: &Desk<'_>,
    t: CalendarWords,
    one: &Happening,
) -> (&'static str, &'static str, String, Option<String>) {
    let release = |name: &str| desk.to(&format!("/releases/{name}"));
    match &one.what {
        What::Blackout { title, .. } => ("blackout", t.blackout(), title.clone(), None),
        What::Maintenance { title, .. } => ("maintenance", t.maintenance(), title.clone(), None),
        What::Departure { train, title, .. } => {
            let to = Some(desk.to(&format!("/trains/{train}")));
            ("departure", t.departure(), title.clone(), to)
        }
        What::Freeze { release: name, .. } => {
            let to = Some(release(name.as_str()));
            ("freeze", t.freeze(), t.after_release(name), to)
        }
        What::Planned {
            release: name,
            train,
            ..
        } => {
            let to = Some(release(name.as_str()));
            let title = match train {
                Some(train) => t.with_train(name, train),
                None => name.to_string(),
            };
            ("planned", t.planned(), title, to)
        }
        What::Booking { purpose, .. } => {
            let to = one.environments.first();
            let to = to.map(|place| desk.to(&format!("/environments/{place}/bookings")));
            ("booking", t.booking(), booked_for(t, purpose), to)
        }
        What::Deployment {
            release: name,
            stage,
            ..
        } => {
            let to = Some(release(name.as_str()));
            let title = format!("{name} ({stage})");
            ("deployment", t.deployment(), title, to)
        }
    }
}

fn booked_for(t: CalendarWords, purpose: &str) -> String {
    match purpose {
        "use" => t.in_use().to_owned(),
        "refresh" => t.refresh().to_owned(),
        other => other.trim_start_matches("release/").to_owned(),
    }
}
