//! What is written is opened by independent implementations, which find the same in it.

mod opened;

use std::collections::BTreeMap;

use holdpoint_icalendar::{Event, Feed, Length, Occurrence, Status, When};
use holdpoint_schedule::{CloseWindow, Fiscal, Pattern, Span, WorkingDays, YearEnd, Zone};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use self::opened::{Peer, opened, python};
use crate::generated::{Hours, ZONES, feed};
use crate::written::stamp;

/// How many generated calendars are opened.
const GENERATED: usize = 60;

fn years() -> Span {
    let at = |text: &str| text.parse().expect("a moment");
    Span {
        from: at("2026-01-01T00:00:00Z"),
        to: at("2027-12-01T00:00:00Z"),
    }
}

fn ours(feed: &Feed) -> Vec<Occurrence> {
    feed.within(years(), &Zone::UTC).expect("not too many")
}

/// A day, or seconds: as the other one has it.
fn moment(when: Timestamp, day: Option<Date>) -> String {
    day.map_or_else(|| when.as_second().to_string(), |day| day.to_string())
}

fn plain(value: &Value) -> String {
    let text = value.as_str().map(str::to_owned);
    text.unwrap_or_else(|| value.to_string())
}

/// The uid, the summary and when it begins and ends.
fn taking_place(feed: &Feed, theirs: &Value) -> (Vec<String>, Vec<String>) {
    let shown = |one: &Occurrence| {
        let days = one
            .days
            .map(|(first, last)| (first, last.tomorrow().expect("a day")));
        let begin = moment(one.span.from, days.map(|days| days.0));
        let end = moment(one.span.to, days.map(|days| days.1));
        format!("{} `{}` {begin} {end}", one.uid, one.summary)
    };
    let taking = ours(feed);
    let mut ours: Vec<_> = taking.iter().map(shown).collect();
    ours.sort();
    let found = theirs["taking_place"].as_array().expect("a list");
    let shown = |one: &Value| {
        let part = |name: &str| plain(&one[name]);
        let begun = format!("{} `{}` {}", part("uid"), part("summary"), part("start"));
        let ends = [part("end"), part("exact_end")].map(|end| format!("{begun} {end}"));
        let known = ends.iter().find(|end| ours.binary_search(end).is_ok());
        known.unwrap_or(&ends[0]).clone()
    };
    let mut theirs: Vec<_> = found.iter().map(shown).collect();
    theirs.sort();
    (ours, theirs)
}

fn said(event: &Event) -> Value {
    let status = event.status.map(|status| match status {
        Status::Tentative => "TENTATIVE",
        Status::Confirmed => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    });
    serde_json::json!({
        "uid": event.uid,
        "description": event.description,
        "categories": event.categories,
        "status": status,
        "transparent": event.transparent,
        "sequence": event.sequence,
        "location": event.location,
        "url": event.url,
        "stamp": event.stamp.unwrap_or(stamp()).as_second(),
    })
}

/// Opens calendars there, and holds what is found against what they are; says what is different.
fn compared(
    peer: Peer,
    room: &str,
    feeds: &BTreeMap<String, Feed>,
    change: impl Fn(String) -> String,
) -> Vec<String> {
    let texts = feeds
        .iter()
        .map(|(name, feed)| (name.clone(), change(feed.write(stamp()))));
    let texts: BTreeMap<_, _> = texts.collect();
    let found = opened(peer, room, &texts, years());
    assert_eq!(found.len(), feeds.len());
    let mut wrong = Vec::new();
    for (name, feed) in feeds {
        let theirs = &found[name];
        let mut differ = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
            let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
            if ours != theirs {
                wrong.push(format!(
                    "{name}: {what}\n  ours   {ours}\n  theirs {theirs}"
                ));
            }
        };
        let (here, there) = taking_place(feed, theirs);
        let only = |a: &[String], b: &[String]| {
            a.iter()
                .filter(|one| !b.contains(one))
                .cloned()
                .collect::<Vec<_>>()
        };
        differ(
            "what takes place",
            &only(&here, &there),
            &only(&there, &here),
        );
        differ("how often", &here.len(), &there.len());
        let mistakes: Vec<Value> = Vec::new();
        differ(
            "mistakes",
            &mistakes,
            theirs["mistakes"].as_array().expect("a list"),
        );
        let words: Vec<_> = feed.events.iter().map(said).collect();
        differ(
            "what is said",
            &words,
            theirs["said"].as_array().expect("a list"),
        );
        differ(
            "its name",
            &feed.name.clone().unwrap_or_default(),
            &plain(&theirs["name"]),
        );
        // As the other one writes it, it is the same again.
        let again = Feed::read(&plain(&theirs["again"])).expect("what it wrote is read");
        differ("read back", &ours(&again), &ours(feed));
    }
    wrong
}

fn all(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Books are closed around the ends of the periods of 4-4-5 years.
fn closings() -> Feed {
    let last = Some(YearEnd::Nearest);
    let fiscal = Fiscal::beginning(Pattern::Weeks445, date(2026, 2, 1), last).expect("a calendar");
    let window = CloseWindow {
        before: 2,
        after: 3,
    };
    let years = (2026..=2027).map(|year| fiscal.year(year).expect("a year"));
    let closed = years.flat_map(|year| window.of_periods(&year, &WorkingDays::weekdays()));
    let event = |(first, last): (Date, Date)| {
        let uid = format!("close-{first}@example.org");
        Event {
            length: Length::days(last.duration_since(first).as_hours() / 24 + 1),
            summary: "Books are closed".to_owned(),
            ..Event::new(uid, When::Date(first))
        }
    };
    Feed {
        name: Some("Closings".to_owned()),
        events: closed.map(event).collect(),
        ..Feed::default()
    }
}

fn generated(count: usize) -> BTreeMap<String, Feed> {
    let mut runner = TestRunner::deterministic();
    let feeds = (0..count).map(|at| {
        let tree = feed(Hours::Plain).new_tree(&mut runner);
        (format!("{at:03}"), tree.expect("a calendar").current())
    });
    feeds.collect()
}

#[test]
fn generated_calendars_are_the_same_elsewhere() {
    let mut feeds = generated(GENERATED);
    feeds.insert("closings".to_owned(), closings());
    all(&compared(Peer::Python, "generated", &feeds, |text| text));
}

#[test]
fn zones_are_what_their_descriptions_say_elsewhere() {
    // By names that nobody knows.
    let unknown = |text: String| {
        ZONES.iter().fold(text, |text, name| {
            let text = text.replace(&format!("TZID={name}"), &format!("TZID=Else/{name}"));
            text.replace(&format!("TZID:{name}"), &format!("TZID:Else/{name}"))
        })
    };
    all(&compared(
        Peer::Python,
        "described",
        &generated(GENERATED / 4),
        unknown,
    ));
}

/// Files that others have published as examples, of those that can be read here.
fn published() -> BTreeMap<String, Feed> {
    let mut found = BTreeMap::new();
    let mut folders = vec![python().with_file_name("../lib")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = match path.extension().is_some_and(|kind| kind == "ics") {
                true => std::fs::read_to_string(&path).ok(),
                false => None,
            };
            if path.is_dir() {
                folders.push(path);
            } else if let Some(Ok(feed)) = text.map(|text| Feed::read(&text)) {
                let name = path.file_stem().expect("a name").to_string_lossy();
                found.insert(format!("{name}-{}", found.len()), feed);
            }
        }
    }
    found.retain(|_, feed| !feed.events.is_empty());
    found
}

#[test]
fn published_calendars_are_the_same_elsewhere() {
    let feeds = published();
    assert!(feeds.len() > 80, "{}", feeds.len());
    all(&compared(Peer::Python, "published", &feeds, |text| text));
}

/// As Holdpoint writes them: one rule, a time at which it does not take place, whole days, moments and zones. Of further times, and
/// of times in another form, ical.js takes place only some; it stumbles over a time that is left out without being one, and over
/// zones that are described by single changes.
fn plain_ones(count: usize) -> BTreeMap<String, Feed> {
    let mut feeds = generated(count);
    let by_rules = |event: &Event| match &event.start {
        When::Zoned(_, zone) => zone.name() != Some("Asia/Gaza"),
        _ => true,
    };
    for feed in feeds.values_mut() {
        feed.events
            .retain(|event| event.instead.is_none() && by_rules(event));
        for event in &mut feed.events {
            event.more.clear();
            event.without.drain(..event.without.len() - 1);
            // It takes the comma behind such a one for a part of it.
            event.categories.retain(|one| !one.ends_with('\\'));
        }
    }
    feeds.insert("closings".to_owned(), closings());
    feeds
}

#[test]
fn a_third_implementation_finds_the_same() {
    all(&compared(
        Peer::IcalJs,
        "plain",
        &plain_ones(GENERATED),
        |text| text,
    ));
}
