//! A calendar as text: the same calendar has the same bytes.

mod event;
mod observance;
mod value;
mod zones;

use jiff::Timestamp;

use self::zones::Zones;
use super::Feed;
use super::event::Kind;
use crate::text::{escaped, fold};

/// The text while it is written.
#[derive(Default)]
struct Out(String);

impl Out {
    fn line(&mut self, line: &str) {
        fold(&mut self.0, line);
    }

    /// A property whose value is text; nothing if that is empty.
    fn text(&mut self, name: &str, text: &str) {
        let value = escaped(text);
        if !value.trim().is_empty() {
            self.line(&format!("{name}:{value}"));
        }
    }
}

pub(super) fn write(feed: &Feed, stamp: Timestamp) -> String {
    let mut out = Out::default();
    let zones = Zones::of(&feed.events);
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Holdpoint//EN");
    out.line("CALSCALE:GREGORIAN");
    head(feed, &mut out);
    zones.write(&mut out);
    for one in &feed.events {
        event::write(one, feed, &zones, stamp, &mut out);
    }
    out.line("END:VCALENDAR");
    out.0
}

/// What is said of the calendar: by RFC 7986, and as programs had it before that.
fn head(feed: &Feed, out: &mut Out) {
    if let Some(name) = &feed.name {
        out.text("NAME", name);
        out.text("X-WR-CALNAME", name);
    }
    if let Some(description) = &feed.description {
        out.text("DESCRIPTION", description);
        out.text("X-WR-CALDESC", description);
    }
    if let Some(zone) = feed.zone.as_ref().and_then(|zone| zone.name()) {
        out.line(&format!("X-WR-TIMEZONE:{zone}"));
    }
    if let Some(refresh) = feed.refresh {
        let refresh = value::duration(refresh);
        out.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:{refresh}"));
        out.line(&format!("X-PUBLISHED-TTL:{refresh}"));
    }
    match feed.kind {
        Some(Kind::Open) => out.line("X-CALENDAR-TYPE:DEFAULT_OPEN"),
        Some(Kind::Closed) => out.line("X-CALENDAR-TYPE:DEFAULT_CLOSED"),
        None => {}
    }
}
