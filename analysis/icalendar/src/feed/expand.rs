//! When events take place.

use std::collections::BTreeSet;

use holdpoint_schedule::{Moments, Policy, Span, Zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use thiserror::Error;

use super::Feed;
use super::event::{Event, Length, Status, When};
use super::overridden::Groups;

/// The most times that are looked at for one calendar.
const MOST: usize = 1_000_000;

/// No two clocks are further apart; with that, what takes two days ends before the span if it begins so long before it.
const APART: SignedDuration = SignedDuration::from_hours(96);

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
        let near = wider(within, APART);
        let near = (Zone::UTC.clock(near.from), Zone::UTC.clock(near.to));
        for event in self.events.iter().filter(|event| event.instead.is_none()) {
            let within = wider(within, groups.reach(event));
            let looking = Looking {
                event,
                here,
                within,
                near,
            };
            for instance in looking.instances(&mut left)? {
                if let Some((form, instance)) = groups.form(event, instance) {
                    found.extend(
                        occurrence(form, instance, here).filter(|one| touches(&one.span, &within)),
                    );
                }
            }
        }
        for (form, instance) in groups.single() {
            found
                .extend(occurrence(form, instance, here).filter(|one| touches(&one.span, &within)));
        }
        found.sort_by(|a, b| {
            (a.span.from, a.span.to, &a.uid).cmp(&(b.span.from, b.span.to, &b.uid))
        });
        Ok(found)
    }
}

fn wider(span: Span, by: SignedDuration) -> Span {
    Span {
        from: span.from.checked_sub(by).unwrap_or(Timestamp::MIN),
        to: span.to.checked_add(by).unwrap_or(Timestamp::MAX),
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
    /// By any clock, for what takes at most two days.
    near: (DateTime, DateTime),
}

impl Looking<'_> {
    /// Whether an event is days away from the span by any clock, which costs less to know than its moment.
    fn is_far(&self) -> bool {
        let at = match &self.event.start {
            When::Date(date) => date.to_datetime(Time::MIN),
            When::Zoned(at, _) | When::Floating(at) => *at,
            When::Utc(_) => return false,
        };
        let Length { days, exact } = self.event.length;
        let short = days <= 1 && exact <= SignedDuration::from_hours(24);
        at > self.near.1 || short && at < self.near.0
    }

    /// The time of an event that takes place once.
    fn once(&self) -> Option<Instance> {
        if self.is_far() {
            return None;
        }
        let once = first(self.event, self.here);
        once.filter(|once| once.from < self.within.to)
    }

    /// The times of an event that may take place within the span, or be moved there.
    fn instances(&self, left: &mut usize) -> Result<Vec<Instance>, TooMany> {
        let event = self.event;
        if event.rules.is_empty() && event.more.is_empty() && event.without.is_empty() {
            return Ok(self.once().into_iter().collect());
        }
        let zone = zone(&event.start, self.here);
        let mut found = self.again(&zone, left)?;
        if event.rules.is_empty() {
            found.extend(first(event, self.here));
        }
        found.extend(event.more.iter().filter_map(|(when, length)| {
            let (at, from) = (clock(when, &zone), moment(when, &zone)?);
            let length = length.unwrap_or(event.length);
            Some(Instance { at, from, length })
        }));
        let without = event.without.iter().filter_map(|when| moment(when, &zone));
        let without: BTreeSet<Timestamp> = without.collect();
        let days: BTreeSet<Date> = event.without.iter().filter_map(day).collect();
        found.retain(|one| !without.contains(&one.from) && !days.contains(&one.at.date()));
        found.sort_by_key(|instance| instance.from);
        found.dedup_by_key(|instance| instance.from);
        Ok(found)
    }

    /// What the rules of an event say.
    fn again(&self, zone: &Zone, left: &mut usize) -> Result<Vec<Instance>, TooMany> {
        let event = self.event;
        let start = clock(&event.start, zone);
        // What has begun before may still go on.
        let days = SignedDuration::from_hours(24 * (event.length.days + 1));
        let back = event.length.exact.checked_add(days);
        let begin = back.and_then(|back| self.within.from.checked_sub(back).ok());
        let mut found = Vec::new();
        for rule in &event.rules {
            let moments = Moments::new(rule, start, zone, Policy::RFC5545);
            let moments = moments.from(begin.unwrap_or(Timestamp::MIN));
            for (at, from) in moments.take_while(|(_, from)| *from < self.within.to) {
                let uid = || event.uid.clone();
                *left = left.checked_sub(1).ok_or_else(|| TooMany { uid: uid() })?;
                let length = event.length;
                found.push(Instance { at, from, length });
            }
        }
        Ok(found)
    }
}

/// The first time of an event, or the only one.
pub(super) fn first(event: &Event, here: &Zone) -> Option<Instance> {
    let (at, from) = match &event.start {
        When::Utc(moment) => (Zone::UTC.clock(*moment), *moment),
        When::Zoned(at, zone) => (*at, Policy::SINGLE.moment(zone, *at)?),
        When::Floating(at) => (*at, Policy::SINGLE.moment(here, *at)?),
        When::Date(date) => {
            let at = date.to_datetime(Time::MIN);
            (at, Policy::SINGLE.moment(here, at)?)
        }
    };
    let length = event.length;
    Some(Instance { at, from, length })
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
    if form.status == Some(Status::Cancelled) {
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
