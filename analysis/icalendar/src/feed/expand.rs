//! When events take place.

use std::collections::BTreeSet;

use holdpoint_schedule::{Moments, Policy, Span, Zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};
use thiserror::Error;

use super::Feed;
use super::event::{Event, Length, When};
use super::overridden::Groups;

/// The most times that are looked at for one calendar.
const MOST: usize = 1_000_000;

/// One time at which an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The event's name among all.
    pub uid: String,
    /// What it is called.
    pub summary: String,
    /// From when to when.
    pub span: Span,
    /// The first and the last day, if it takes whole days.
    pub days: Option<(Date, Date)>,
    /// Whether whoever has it is free all the same.
    pub transparent: bool,
}

/// More times than anybody looks at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the event `{uid}` takes place so often that the calendar has more than {MOST} times: ask for a shorter span"
)]
pub struct TooMany {
    /// At which event it was too much.
    pub uid: String,
}

/// All that takes place within a span.
pub type Expanded = Result<Vec<Occurrence>, TooMany>;

/// One time of an event, before it is known how it is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instance {
    /// On the clock of the event's zone; the beginning of the day for whole days.
    pub(super) at: DateTime,
    pub(super) from: Timestamp,
    pub(super) length: Length,
}

impl Feed {
    /// What takes place within a span, in order. `here` is the zone of whole days and of times that name no zone, unless the
    /// calendar says which one is meant.
    ///
    /// # Errors
    /// When it is more than anybody looks at.
    pub fn within(&self, within: Span, here: &Zone) -> Expanded {
        let here = self.zone.as_ref().unwrap_or(here);
        let groups = Groups::of(&self.events, here);
        let mut found = Vec::new();
        let mut left = MOST;
        for event in self.events.iter().filter(|event| event.instead.is_none()) {
            let looking = Looking {
                event,
                here,
                within,
            };
            for instance in looking.instances(&mut left)? {
                if let Some((form, instance)) = groups.form(event, instance) {
                    found.extend(
                        occurrence(form, instance, here).filter(|one| touches(&one.span, &within)),
                    );
                }
            }
        }
        for (form, instance) in groups.alone() {
            found
                .extend(occurrence(form, instance, here).filter(|one| touches(&one.span, &within)));
        }
        found.sort_by(|a, b| {
            (a.span.from, a.span.to, &a.uid).cmp(&(b.span.from, b.span.to, &b.uid))
        });
        Ok(found)
    }
}

/// Whether something is within a span; what takes no time is if it begins there.
fn touches(span: &Span, within: &Span) -> bool {
    match span.from == span.to {
        true => within.from <= span.from && span.from < within.to,
        false => span.meets(within),
    }
}

struct Looking<'a> {
    event: &'a Event,
    here: &'a Zone,
    within: Span,
}

impl Looking<'_> {
    /// The times of an event that may take place within the span, or be moved there.
    fn instances(&self, left: &mut usize) -> Result<Vec<Instance>, TooMany> {
        let event = self.event;
        let zone = zone(&event.start, self.here);
        let start = clock(&event.start, &zone);
        let without: BTreeSet<Timestamp> = event
            .without
            .iter()
            .filter_map(|when| moment(when, &zone))
            .collect();
        let days: BTreeSet<Date> = event.without.iter().filter_map(day).collect();
        let mut found = Vec::new();
        let mut keep = |at: DateTime, from: Timestamp, length: Length| {
            if !without.contains(&from) && !days.contains(&at.date()) {
                found.push(Instance { at, from, length });
            }
        };
        // What has begun before may still go on.
        let back = event
            .length
            .exact
            .checked_add(jiff::SignedDuration::from_hours(
                24 * (event.length.days + 1),
            ));
        let begin = back.and_then(|back| self.within.from.checked_sub(back).ok());
        for rule in &event.rules {
            let moments = Moments::new(rule, start, &zone, Policy::RFC5545)
                .from(begin.unwrap_or(Timestamp::MIN));
            for (at, from) in moments.take_while(|(_, from)| *from < self.within.to) {
                *left = left.checked_sub(1).ok_or_else(|| TooMany {
                    uid: event.uid.clone(),
                })?;
                keep(at, from, event.length);
            }
        }
        if event.rules.is_empty()
            && let Some(from) = Policy::SINGLE.moment(&zone, start)
        {
            keep(start, from, event.length);
        }
        for (when, length) in &event.more {
            if let Some(from) = moment(when, &zone) {
                keep(clock(when, &zone), from, length.unwrap_or(event.length));
            }
        }
        found.sort_by_key(|instance| instance.from);
        found.dedup_by_key(|instance| instance.from);
        Ok(found)
    }
}

/// The zone in which an event takes place again.
pub(super) fn zone(when: &When, here: &Zone) -> Zone {
    match when {
        When::Zoned(_, zone) => zone.clone(),
        When::Utc(_) => Zone::UTC,
        When::Date(_) | When::Floating(_) => here.clone(),
    }
}

/// What the clock shows.
pub(super) fn clock(when: &When, zone: &Zone) -> DateTime {
    match when {
        When::Date(date) => date.to_datetime(Time::MIN),
        When::Zoned(at, own) => match Policy::SINGLE.moment(own, *at) {
            Some(moment) if own.name() != zone.name() => zone.clock(moment),
            _ => *at,
        },
        When::Floating(at) => *at,
        When::Utc(moment) => zone.clock(*moment),
    }
}

/// The moment that is meant; none for a whole day.
pub(super) fn moment(when: &When, here: &Zone) -> Option<Timestamp> {
    match when {
        When::Utc(moment) => Some(*moment),
        When::Zoned(at, zone) => Policy::SINGLE.moment(zone, *at),
        When::Floating(at) => Policy::SINGLE.moment(here, *at),
        When::Date(date) => Policy::SINGLE.moment(here, date.to_datetime(Time::MIN)),
    }
}

/// The day, where a whole day is meant.
fn day(when: &When) -> Option<Date> {
    match when {
        When::Date(date) => Some(*date),
        _ => None,
    }
}

/// One time of an event in one of its forms; none if it was called off.
fn occurrence(form: &Event, instance: Instance, here: &Zone) -> Option<Occurrence> {
    if form.cancelled {
        return None;
    }
    let zone = zone(&form.start, here);
    let Length { days, exact } = instance.length;
    let last = jiff::Span::new()
        .try_days(days)
        .ok()
        .and_then(|days| instance.at.checked_add(days).ok())?;
    let to = match days {
        0 => instance.from,
        _ => Policy::SINGLE.moment(&zone, last)?,
    };
    let to = to.checked_add(exact).ok()?;
    let whole = matches!(form.start, When::Date(_));
    let last_day = last
        .date()
        .checked_sub(1.day())
        .unwrap_or(last.date())
        .max(instance.at.date());
    Some(Occurrence {
        uid: form.uid.clone(),
        summary: form.summary.clone(),
        span: Span {
            from: instance.from,
            to: to.max(instance.from),
        },
        days: whole.then(|| (instance.at.date(), last_day)),
        transparent: form.transparent,
    })
}
