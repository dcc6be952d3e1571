//! An event as text.

use std::collections::BTreeMap;

use holdpoint_schedule::{End, Policy, Rule, Until, Zone};
use jiff::Timestamp;
use jiff::civil::Time;

use super::Out;
use super::value::{duration, end, stamp, when};
use super::zones::Zones;
use crate::feed::Feed;
use crate::feed::event::{Event, Length, Status, When};
use crate::text::{escaped, escaped_lines};

pub(super) fn write(event: &Event, feed: &Feed, zones: &Zones, now: Timestamp, out: &mut Out) {
    out.line("BEGIN:VEVENT");
    out.line(&format!("UID:{}", escaped(&event.uid)));
    out.line(&format!("DTSTAMP:{}", stamp(event.stamp.unwrap_or(now))));
    if event.sequence > 0 {
        out.line(&format!("SEQUENCE:{}", event.sequence));
    }
    times(event, zones, out);
    let utc = Zone::UTC;
    let here = feed.zone.as_ref().unwrap_or(&utc);
    for rule in &event.rules {
        out.line(&format!("RRULE:{}", ending(rule, &event.start, here)));
    }
    lists(event, zones, out);
    words(event, out);
    out.line("END:VEVENT");
}

fn times(event: &Event, zones: &Zones, out: &mut Out) {
    let mut at = |name: &str, moment: &When| {
        let (parameters, value) = when(moment, zones);
        out.line(&format!("{name}{parameters}:{value}"));
    };
    if let Some((of, following)) = &event.instead {
        let range = if *following {
            ";RANGE=THISANDFUTURE"
        } else {
            ""
        };
        at(&format!("RECURRENCE-ID{range}"), of);
    }
    at("DTSTART", &event.start);
    match end(&event.start, event.length) {
        Some(end) => at("DTEND", &end),
        None if event.length == Length::ZERO && !matches!(event.start, When::Date(_)) => {}
        None => out.line(&format!("DURATION:{}", duration(event.length))),
    }
}

/// `RDATE` and `EXDATE`: one line for those that are said in one way.
fn lists(event: &Event, zones: &Zones, out: &mut Out) {
    let mut more: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (begin, length) in &event.more {
        let (parameters, value) = when(begin, zones);
        let (key, value) = match length {
            None => (parameters, value),
            Some(length) => {
                let to = end(begin, *length).map(|end| when(&end, zones).1);
                let to = to.unwrap_or_else(|| duration(*length));
                let parameters = parameters.replace(";VALUE=DATE", "");
                (
                    format!(";VALUE=PERIOD{parameters}"),
                    format!("{value}/{to}"),
                )
            }
        };
        more.entry(key).or_default().push(value);
    }
    let mut without: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &event.without {
        let (parameters, value) = when(one, zones);
        without.entry(parameters).or_default().push(value);
    }
    for (name, lists) in [("RDATE", more), ("EXDATE", without)] {
        for (parameters, values) in lists {
            out.line(&format!("{name}{parameters}:{}", values.join(",")));
        }
    }
}

fn words(event: &Event, out: &mut Out) {
    out.text("SUMMARY", &event.summary);
    if let Some(description) = event.description.as_deref().filter(|text| !text.is_empty()) {
        out.line(&format!("DESCRIPTION:{}", escaped_lines(description)));
    }
    if !event.categories.is_empty() {
        let categories = event.categories.iter().map(|one| escaped(one));
        let categories: Vec<_> = categories.collect();
        out.line(&format!("CATEGORIES:{}", categories.join(",")));
    }
    if let Some(location) = &event.location {
        out.text("LOCATION", location);
    }
    if let Some(status) = event.status {
        out.line(match status {
            Status::Tentative => "STATUS:TENTATIVE",
            Status::Confirmed => "STATUS:CONFIRMED",
            Status::Cancelled => "STATUS:CANCELLED",
        });
    }
    out.line(match event.transparent {
        true => "TRANSP:TRANSPARENT",
        false => "TRANSP:OPAQUE",
    });
    if let Some(url) = &event.url {
        let hidden = |letter: char| letter.is_whitespace() || letter.is_control();
        out.line(&format!("URL:{}", url.replace(hidden, "")));
    }
}

/// A rule whose end is said as RFC 5545 has it for that beginning: a day for days, a moment where there is a zone.
fn ending(rule: &Rule, start: &When, here: &Zone) -> Rule {
    let End::Until(until) = rule.end else {
        return rule.clone();
    };
    let zone = match start {
        When::Zoned(_, zone) => zone,
        When::Utc(_) => &Zone::UTC,
        When::Date(_) | When::Floating(_) => here,
    };
    let clock = match until {
        Until::Date(date) => date.to_datetime(Time::constant(23, 59, 59, 0)),
        Until::Local(at) => at,
        Until::Moment(moment) => zone.clock(moment),
    };
    let end = match (start, until) {
        (When::Date(_), _) => Until::Date(clock.date()),
        (When::Floating(_), _) => Until::Local(clock),
        (_, Until::Moment(_)) => until,
        _ => Policy::SINGLE
            .moment(zone, clock)
            .map_or(until, Until::Moment),
    };
    Rule {
        end: End::Until(end),
        ..rule.clone()
    }
}
