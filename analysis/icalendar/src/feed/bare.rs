//! A calendar without whatever does not say when its events take place: people, places, texts.

use std::collections::BTreeMap;

use super::Mistake;
use super::component::{Component, tree};
use super::line::{Line, lines};
use super::read::{sequence, uid};
use super::timezone::known;

/// What an event keeps.
const EVENT: &[&str] = &[
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "SUMMARY",
    "STATUS",
    "TRANSP",
];
/// What a calendar keeps.
const CALENDAR: &[&str] = &["X-WR-TIMEZONE", "X-CALENDAR-TYPE"];
/// What a zone keeps.
const ZONE: &[&str] = &[
    "TZID",
    "X-LIC-LOCATION",
    "DTSTART",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "RRULE",
    "RDATE",
];
/// What of a line's parameters says when something is.
const PARAMETERS: &[&str] = &["TZID", "VALUE", "RANGE"];

/// The calendar in the same words every time, a line each: only what says when its events take place, and what they are called.
/// Identifiers, which are often addresses, become numbers; zones that everybody knows are not described.
pub(super) fn bare(text: &str) -> String {
    let mut ignored: Vec<Mistake> = Vec::new();
    let file = tree(lines(text, &mut ignored), &mut ignored);
    let mut writing = Writing::default();
    let newest = newest(&file);
    for calendar in file.named("VCALENDAR") {
        writing.begin("VCALENDAR");
        writing.lines(calendar, CALENDAR);
        for zone in calendar.named("VTIMEZONE") {
            writing.zone(zone);
        }
        // What was changed since counts no more, and how often is not written.
        let counts = |event: &&Component| {
            let last = newest.get(&uid(event));
            form(event) || last.is_none_or(|last| sequence(event) == *last)
        };
        for event in calendar.named("VEVENT").filter(counts) {
            writing.event(event);
        }
        writing.end("VCALENDAR");
    }
    writing.text
}

/// Whether it is another form of one time of an event.
fn form(event: &Component) -> bool {
    event.line("RECURRENCE-ID").is_some()
}

/// How often each event was changed at most.
fn newest(file: &Component) -> BTreeMap<String, u32> {
    let mut newest: BTreeMap<String, u32> = BTreeMap::new();
    let calendars = file.named("VCALENDAR");
    let events = calendars.flat_map(|calendar| calendar.named("VEVENT"));
    for event in events.filter(|event| !form(event)) {
        let known = newest.entry(uid(event)).or_default();
        *known = sequence(event).max(*known);
    }
    newest
}

#[derive(Default)]
struct Writing {
    text: String,
    /// Numbers of events by their identifiers.
    numbers: BTreeMap<String, usize>,
}

impl Writing {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn begin(&mut self, name: &str) {
        self.line(&format!("BEGIN:{name}"));
    }

    fn end(&mut self, name: &str) {
        self.line(&format!("END:{name}"));
    }

    fn lines(&mut self, of: &Component, names: &[&str]) {
        for name in names {
            for line in of.all(name) {
                self.line(&written(line));
            }
        }
    }

    /// A zone, unless everybody knows it by one of its names.
    fn zone(&mut self, zone: &Component) {
        let named = |name: &str| zone.line(name).map(|line| line.value.trim());
        if named("TZID").is_some_and(|name| known(name).is_some()) {
            return;
        }
        self.begin("VTIMEZONE");
        self.lines(zone, ZONE);
        for part in ["STANDARD", "DAYLIGHT"] {
            for observance in zone.named(part) {
                self.begin(part);
                self.lines(observance, ZONE);
                self.end(part);
            }
        }
        self.end("VTIMEZONE");
    }

    fn event(&mut self, event: &Component) {
        self.begin("VEVENT");
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(uid(event)).or_insert(next);
        self.line(&format!("UID:{number}"));
        self.lines(event, EVENT);
        self.end("VEVENT");
    }
}

fn written(line: &Line) -> String {
    let mut text = line.name.clone();
    for name in PARAMETERS {
        if let Some(value) = line.parameter(name) {
            let quoted = value.contains([':', ';', ',']);
            let quote = if quoted { "\"" } else { "" };
            text += &format!(";{name}={quote}{value}{quote}");
        }
    }
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let value: String = line.value.trim().chars().map(plain).collect();
    text + ":" + &value
}
