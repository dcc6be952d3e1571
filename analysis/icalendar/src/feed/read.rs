//! Reading a calendar.

use std::collections::BTreeMap;

use holdpoint_schedule::{Policy, Rule, Until, Zone};

use super::component::{Component, tree};
use super::event::{Event, Kind, Length, Status, When};
use super::line::{Line, lines, short};
use super::timezone::{Zones, known};
use super::value::duration;
use super::{Feed, Mistake};
use crate::text::{listed, unescaped, unescaped_lines};

/// The most mistakes that are told.
const MOST: usize = 100;

pub(super) fn feed(text: &str) -> Result<Feed, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let file = tree(lines(text, &mut mistakes), &mut mistakes);
    let mut found = Feed::default();
    let mut calendars = file.named("VCALENDAR").peekable();
    if calendars.peek().is_none() {
        mistakes.insert(
            0,
            Mistake {
                line: 1,
                column: 1,
                message: "the file is no iCalendar file: it has no `BEGIN:VCALENDAR`".to_owned(),
            },
        );
    }
    for calendar in calendars {
        Reading::of(calendar, &mut mistakes).read(calendar, &mut found);
    }
    mistakes.truncate(MOST);
    match mistakes.is_empty() {
        true => Ok(found),
        false => Err(mistakes),
    }
}

struct Reading<'a> {
    zones: Zones,
    mistakes: &'a mut Vec<Mistake>,
}

impl<'a> Reading<'a> {
    fn of(calendar: &Component, mistakes: &'a mut Vec<Mistake>) -> Self {
        let zones = Zones::of(calendar, mistakes);
        Self { zones, mistakes }
    }

    fn read(mut self, calendar: &Component, to: &mut Feed) {
        let text = |name: &str| calendar.line(name).map(|line| unescaped(&line.value));
        let first = |name: &str, other: &str| text(name).or_else(|| text(other));
        to.name = (to.name.take()).or_else(|| first("X-WR-CALNAME", "NAME"));
        to.description = (to.description.take()).or_else(|| first("X-WR-CALDESC", "DESCRIPTION"));
        let refresh = calendar.line("REFRESH-INTERVAL");
        let refresh = refresh.or_else(|| calendar.line("X-PUBLISHED-TTL"));
        to.refresh = (to.refresh).or_else(|| duration(refresh?.value.trim()));
        let zone = calendar.line("X-WR-TIMEZONE");
        to.zone = to.zone.take().or_else(|| known(zone?.value.trim()));
        let kind = calendar
            .line("X-CALENDAR-TYPE")
            .map(|line| line.value.trim());
        to.kind = match kind {
            Some("DEFAULT_OPEN") => Some(Kind::Open),
            Some("DEFAULT_CLOSED") => Some(Kind::Closed),
            _ => to.kind,
        };
        for event in calendar.named("VEVENT") {
            match self.event(event) {
                Ok(event) => to.events.push(event),
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        newest(&mut to.events);
    }

    fn event(&mut self, part: &Component) -> Result<Event, Mistake> {
        let text = |name: &str| part.line(name).map(|line| unescaped(&line.value));
        let value = |name: &str| part.line(name).map(|line| line.value.trim());
        let start = part.line("DTSTART").ok_or_else(|| Mistake {
            line: part.number,
            column: 1,
            message: "the event has no `DTSTART`".to_owned(),
        })?;
        let start = self.when(start, &start.value, 0)?;
        Ok(Event {
            uid: uid(part),
            stamp: match value("DTSTAMP").and_then(Until::read) {
                Some(Until::Moment(moment)) => Some(moment),
                _ => None,
            },
            sequence: sequence(part),
            summary: text("SUMMARY").unwrap_or_default(),
            description: value("DESCRIPTION")
                .map(unescaped_lines)
                .filter(|text| !text.is_empty()),
            categories: part
                .all("CATEGORIES")
                .flat_map(|line| listed(&line.value))
                .collect(),
            location: text("LOCATION").filter(|text| !text.is_empty()),
            url: value("URL").map(str::to_owned),
            length: self.length(part, &start)?,
            rules: self.rules(part),
            more: self.more(part)?,
            without: self.without(part)?,
            instead: self.instead(part)?,
            status: value("STATUS").and_then(status),
            transparent: value("TRANSP")
                .is_some_and(|value| value.eq_ignore_ascii_case("TRANSPARENT")),
            line: part.number,
            start,
        })
    }

    /// When a value of a line is, which begins so many bytes into it.
    fn when(&self, line: &Line, text: &str, at: usize) -> Result<When, Mistake> {
        let text = text.trim();
        let wrong = || {
            let text = short(text);
            line.wrong(
                at,
                format!("`{text}` is no date or time such as 20261225 or 20261225T090000Z"),
            )
        };
        Ok(
            match (Until::read(text).ok_or_else(wrong)?, line.parameter("TZID")) {
                (Until::Date(date), _) => When::Date(date),
                (Until::Moment(moment), _) => When::Utc(moment),
                (Until::Local(at), None) => When::Floating(at),
                (Until::Local(clock), Some(name)) => {
                    let unknown = || {
                        line.wrong(
                            at,
                            format!(
                                "the zone `{}` is not known, and not described in the file",
                                short(name)
                            ),
                        )
                    };
                    When::Zoned(clock, self.zones.named(name).ok_or_else(unknown)?)
                }
            },
        )
    }

    fn length(&self, part: &Component, start: &When) -> Result<Length, Mistake> {
        if let Some(line) = part.line("DTEND") {
            let end = self.when(line, &line.value, 0)?;
            let wrong = || {
                line.wrong(
                    0,
                    "the event ends before it begins, or ends in another way than it begins",
                )
            };
            return between(start, &end).ok_or_else(wrong);
        }
        if let Some(line) = part.line("DURATION") {
            let wrong = || {
                line.wrong(
                    0,
                    format!(
                        "`{}` is no duration such as PT2H or P1D",
                        short(&line.value)
                    ),
                )
            };
            return duration(line.value.trim()).ok_or_else(wrong);
        }
        Ok(Length::of(start))
    }

    fn rules(&mut self, part: &Component) -> Vec<Rule> {
        let mut rules = Vec::new();
        for line in part.all("RRULE") {
            match line.value.trim_end().parse::<Rule>() {
                Ok(rule) => rules.push(rule),
                Err(wrong) => self.mistakes.extend(
                    wrong
                        .0
                        .into_iter()
                        .map(|one| line.wrong(one.at, one.message)),
                ),
            }
        }
        rules
    }

    /// `RDATE`: times, and periods with an end or a length.
    fn more(&self, part: &Component) -> Result<Vec<(When, Option<Length>)>, Mistake> {
        self.each(part, "RDATE", |line, text, at| {
            let Some((from, to)) = text.split_once('/') else {
                return Ok((self.when(line, text, at)?, None));
            };
            let start = self.when(line, from, at)?;
            let length = match to.starts_with(['P', '+']) {
                true => duration(to),
                false => between(&start, &self.when(line, to, at)?),
            };
            let wrong = || line.wrong(at, format!("`{}` is no period", short(text)));
            Ok((start, Some(length.ok_or_else(wrong)?)))
        })
    }

    fn without(&self, part: &Component) -> Result<Vec<When>, Mistake> {
        self.each(part, "EXDATE", |line, text, at| self.when(line, text, at))
    }

    fn each<T>(
        &self,
        part: &Component,
        name: &str,
        one: impl Fn(&Line, &str, usize) -> Result<T, Mistake>,
    ) -> Result<Vec<T>, Mistake> {
        let mut found = Vec::new();
        for line in part.all(name) {
            let mut at = 0;
            for text in line.value.split(',').filter(|text| !text.trim().is_empty()) {
                found.push(one(line, text, at)?);
                at += text.len() + 1;
            }
        }
        Ok(found)
    }

    fn instead(&self, part: &Component) -> Result<Option<(When, bool)>, Mistake> {
        let Some(line) = part.line("RECURRENCE-ID") else {
            return Ok(None);
        };
        let following = line.parameter("RANGE") == Some("THISANDFUTURE");
        Ok(Some((self.when(line, &line.value, 0)?, following)))
    }
}

/// From one time to another of the same sort; none if it is negative.
fn between(start: &When, end: &When) -> Option<Length> {
    let length = match (start, end) {
        (When::Date(start), When::Date(end)) => {
            Length::days(end.duration_since(*start).as_hours() / 24)
        }
        (When::Floating(start), When::Floating(end)) => Length::exact(end.duration_since(*start)),
        (When::Date(_), _) | (_, When::Date(_)) => return None,
        (start, end) => Length::exact(moment(end)?.duration_since(moment(start)?)),
    };
    (length.days >= 0 && !length.exact.is_negative()).then_some(length)
}

/// The name of an event among all; that of its line where it has none.
pub(super) fn uid(part: &Component) -> String {
    let named = part.line("UID").map(|line| unescaped(&line.value));
    named.unwrap_or_else(|| format!("line {}", part.number))
}

/// How often an event was changed.
pub(super) fn sequence(part: &Component) -> u32 {
    let said = part.line("SEQUENCE");
    let said = said.and_then(|line| line.value.trim().parse().ok());
    said.unwrap_or_default()
}

/// Of several events with one uid that differ in how often they were changed, the last one stays.
fn newest(events: &mut Vec<Event>) {
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for event in events.iter().filter(|event| event.instead.is_none()) {
        let known = last.entry(event.uid.clone()).or_default();
        *known = event.sequence.max(*known);
    }
    events.retain(|event| {
        event.instead.is_some()
            || last
                .get(&event.uid)
                .is_none_or(|last| event.sequence == *last)
    });
}

fn status(word: &str) -> Option<Status> {
    match word.to_ascii_uppercase().as_str() {
        "TENTATIVE" => Some(Status::Tentative),
        "CONFIRMED" => Some(Status::Confirmed),
        "CANCELLED" => Some(Status::Cancelled),
        _ => None,
    }
}

fn moment(when: &When) -> Option<jiff::Timestamp> {
    match when {
        When::Utc(moment) => Some(*moment),
        When::Zoned(at, zone) => Policy::SINGLE.moment(zone, *at),
        When::Floating(at) => Policy::SINGLE.moment(&Zone::UTC, *at),
        When::Date(_) => None,
    }
}
