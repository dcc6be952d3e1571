//! What the page shows.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ListEnvironments, ListUnits, ShowHome, ShowTimetable};
use jiff::civil::Date;

use super::entry::{Entry, entries};
use super::grid::{self, Month, Row};
use super::movers::kept as kept_back;
use super::moving::undoable;
use super::span::{Layout, begins, clock, moments};
use super::words::CalendarWords;
use super::zone;
use crate::desk::Desk;
use crate::pages::shared::titled;
use crate::visit::Fields;
use crate::when::When;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CalendarView {
    /// What the span is called.
    pub(super) span: String,
    pub(super) zone: String,
    pub(super) tabs: Vec<Tab>,
    pub(super) before: String,
    pub(super) today: String,
    pub(super) after: String,
    pub(super) filters: Vec<Filter>,
    /// What the filters keep.
    pub(super) kept: Vec<(String, String)>,
    pub(super) weekdays: [&'static str; 7],
    /// Of the month, or the quarter.
    pub(super) months: Vec<Month>,
    /// Of the timeline: its days, and its rows.
    pub(super) days: Vec<grid::Head>,
    pub(super) rows: Vec<Row>,
    /// How wide the timeline is, in hours.
    pub(super) hours: i64,
    pub(super) agenda: Vec<Line>,
    pub(super) count: String,
    /// Whether there are more deployments than are shown.
    pub(super) cut: bool,
    /// The address that was just made.
    pub(super) address: Option<String>,
    /// What was just moved, and how it is undone.
    pub(super) undo: Option<UndoView>,
    /// What the forms that move something come back to.
    pub(super) back: String,
    /// The zone that the address names.
    pub(super) asked_zone: String,
    /// Whether it is now that is shown: nothing is changed in the past.
    pub(super) present: bool,
}

/// Back to what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UndoView {
    /// The position of the entry that moved it.
    pub(super) moved: u64,
    pub(super) says: String,
}

/// A way to another layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tab {
    pub(super) label: &'static str,
    pub(super) to: String,
    pub(super) here: bool,
    pub(super) key: char,
}

/// A choice of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) all: String,
    /// Value, label, and whether it is chosen.
    pub(super) choices: Vec<(String, String, bool)>,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) entry: Entry,
    pub(super) from: When,
    pub(super) until: When,
    pub(super) place: String,
}

/// How many lines the agenda has at most.
const LINES: usize = 300;

pub(super) fn view(
    desk: &Desk<'_>,
    t: CalendarWords,
    address: Option<String>,
) -> Result<CalendarView, ServiceError> {
    let query = &desk.visit.query;
    let layout = Layout::named(query.get("view"));
    let zone = &desk.reading.zone;
    let today = clock(desk.reading.now, zone).date();
    let asked = query.get("from").and_then(|text| text.parse().ok());
    let begin = layout.begin(asked.unwrap_or(today));
    let days = layout.days(begin);
    let found = desk.ask(&question(query, moments(days, zone)))?;
    let entries = entries(desk, t, &found)?;
    let to = |day: Date| place(desk, layout, Some(day));
    let months = grid::months(t, layout, begin, today, &entries);
    let timeline = layout == Layout::Timeline;
    let line = |entry: &Entry| line(desk, t, entry);
    Ok(CalendarView {
        span: called(t, layout, begin),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        tabs: tabs(desk, t, layout, asked),
        before: to(layout.moved(begin, -1)),
        today: place(desk, layout, None),
        after: to(layout.moved(begin, 1)),
        filters: filters(desk, t)?,
        kept: kept(query, layout),
        weekdays: t.weekdays(),
        months,
        days: if timeline {
            grid::heads(t, days, today)
        } else {
            Vec::new()
        },
        hours: (begins(days.1, zone).millis() - begins(days.0, zone).millis()) / 3_600_000,
        rows: match timeline {
            true => places(desk)?
                .iter()
                .map(|place| grid::row(t, place, days, zone, &entries))
                .collect(),
            false => Vec::new(),
        },
        agenda: entries.iter().take(LINES).map(line).collect(),
        count: t.happens(entries.len()),
        cut: found.more || entries.len() > LINES,
        address,
        undo: undo(desk)?,
        back: kept_back(query),
        asked_zone: query.get("zone").unwrap_or_default().to_owned(),
        present: desk.at.is_none(),
    })
}

/// The environments that are wanted, in the order in which releases go through them.
fn places(desk: &Desk<'_>) -> Result<Vec<String>, ServiceError> {
    let order = desk.ask(&ShowHome::default())?.places;
    let order = order.into_iter().map(|place| place.environment.to_string());
    let chosen = desk.visit.query.get("environment");
    let wanted = order.filter(|place| chosen.is_none_or(|chosen| chosen == place));
    Ok(wanted.collect())
}

fn undo(desk: &Desk<'_>) -> Result<Option<UndoView>, ServiceError> {
    let moved = desk.visit.query.get("moved");
    let moved = moved.and_then(|text| text.parse().ok());
    let Some(moved) = moved.filter(|_| desk.at.is_none()) else {
        return Ok(None);
    };
    let found = undoable(desk, moved)?;
    Ok(found.map(|undo| UndoView {
        moved,
        says: undo.says(desk),
    }))
}

/// What the address says, without what was done.
fn without(query: &Fields) -> Fields {
    query.with("done", None).with("moved", None)
}

fn question(query: &Fields, span: holdpoint_domain::window::Stretch) -> ShowTimetable {
    ShowTimetable {
        from: span.from,
        until: span.until,
        environment: query.get("environment").map(str::to_owned),
        unit: query.get("unit").and_then(|unit| unit.parse().ok()),
    }
}

fn called(t: CalendarWords, layout: Layout, begin: Date) -> String {
    let (first, end) = layout.days(begin);
    match layout {
        Layout::Month => t.month_of(begin),
        Layout::Quarter => format!(
            "{} – {}",
            t.month_of(begin),
            t.month_of(end.yesterday().unwrap_or(end))
        ),
        Layout::Timeline => format!("{first} – {}", end.yesterday().unwrap_or(end)),
    }
}

/// The same page with another layout, or around another day.
fn place(desk: &Desk<'_>, layout: Layout, day: Option<Date>) -> String {
    let query = without(&desk.visit.query).with("at", None);
    let day = day.map(|day| day.to_string());
    let query = query.with("view", Some(layout.as_str()));
    desk.to(&query.with("from", day.as_deref()).address("/calendar"))
}

fn tabs(desk: &Desk<'_>, t: CalendarWords, here: Layout, day: Option<Date>) -> Vec<Tab> {
    let tab = |layout| {
        let (label, key) = match layout {
            Layout::Month => (t.month(), 'm'),
            Layout::Quarter => (t.quarter(), 'q'),
            Layout::Timeline => (t.timeline(), 'l'),
        };
        Tab {
            label,
            to: place(desk, layout, day),
            here: layout == here,
            key,
        }
    };
    Layout::ALL.into_iter().map(tab).collect()
}

fn kept(query: &Fields, layout: Layout) -> Vec<(String, String)> {
    let view = [("view".to_owned(), layout.as_str().to_owned())];
    let others = ["from", "at"].into_iter();
    let others = others.filter_map(|name| Some((name.to_owned(), query.get(name)?.to_owned())));
    view.into_iter().chain(others).collect()
}

fn filters(desk: &Desk<'_>, t: CalendarWords) -> Result<Vec<Filter>, ServiceError> {
    let query = &desk.visit.query;
    let choices = |name: &str, all: Vec<(String, String)>| {
        let chosen = query.get(name);
        let each = all.into_iter();
        each.map(|(value, label)| {
            let is = chosen == Some(value.as_str());
            (value, label, is)
        })
        .collect()
    };
    let places = desk.ask(&ListEnvironments::default())?.environments;
    let places = places.into_iter().map(|page| page.environment);
    let places = places.map(|one| {
        let name = one.name.to_string();
        let label = titled(&one.title, &name).to_owned();
        (name, label)
    });
    let units = desk.ask(&ListUnits::default())?.units;
    let units = units.into_iter().map(|one| {
        let name = one.name.to_string();
        let label = titled(&one.title, &name).to_owned();
        (name, label)
    });
    let kinds = [
        ("blackout", t.blackout()),
        ("maintenance", t.maintenance()),
        ("departure", t.departure()),
        ("freeze", t.freeze()),
        ("planned", t.planned()),
        ("booking", t.booking()),
        ("deployment", t.deployment()),
        ("day-off", t.day_off()),
    ];
    let kinds = kinds.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let filter = |name, label, all: &str, found| Filter {
        name,
        label,
        all: all.to_owned(),
        choices: choices(name, found),
    };
    Ok(vec![
        filter(
            "environment",
            t.environment(),
            t.every_environment(),
            places.collect(),
        ),
        filter("unit", t.unit(), t.every_unit(), units.collect()),
        filter("kind", t.kind(), t.every_kind(), kinds.to_vec()),
        Filter {
            name: "zone",
            label: t.zone(),
            all: t.own_zone(zone::own(desk)),
            choices: zone::choices(desk),
        },
    ])
}

fn line(desk: &Desk<'_>, t: CalendarWords, entry: &Entry) -> Line {
    let when = |millis| desk.when(holdpoint_domain::Time::from_millis(millis));
    Line {
        from: when(entry.from),
        until: when(entry.until),
        place: match entry.places.is_empty() {
            true => t.everywhere().to_owned(),
            false => entry.places.join(", "),
        },
        entry: entry.clone(),
    }
}
