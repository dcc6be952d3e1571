//! How a zone is described: the changes of its clocks, by a rule from where they follow one that goes on for ever.

use holdpoint_schedule::{Change, DayOf, Frequency, Occurrences, Rule, Span, Transition, Zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// A time that the clocks of a zone show from some change on, and again from others.
pub(super) struct Observance {
    /// On the clock before the change.
    pub(super) start: DateTime,
    pub(super) before: Offset,
    pub(super) after: Offset,
    pub(super) name: Option<String>,
    pub(super) daylight: bool,
    pub(super) rule: Option<Rule>,
    /// Other changes to it.
    pub(super) more: Vec<DateTime>,
}

/// Changes are looked at to the end of that year at least; rules that hold until then are taken to hold for ever.
const YEAR: i16 = 2099;
/// In so many years every day of the year is every day of the week.
const CYCLE: i16 = 28;

/// What describes a zone from a time on its clock on.
pub(super) fn observances(zone: &Zone, earliest: DateTime) -> Vec<Observance> {
    let moment = |at: DateTime| Offset::UTC.to_timestamp(at).unwrap_or(Timestamp::MIN);
    let margin = SignedDuration::from_hours(48);
    let from = moment(earliest).checked_sub(margin);
    let from = from.unwrap_or(Timestamp::MIN);
    let last = earliest.year().saturating_add(CYCLE + 1).clamp(YEAR, 9998);
    let to = moment(jiff::civil::date(last + 1, 1, 1).to_datetime(Time::MIN));
    let all = zone.transitions(Span { from, to });
    let (single, again) = all.split_at(begin_of_rules(&all, last));
    let mut found = Vec::new();
    let first = all.first().map(|first| first.change);
    if first.is_none_or(|first| {
        first
            .before
            .to_timestamp(first.at)
            .is_ok_and(|at| at > from)
    }) {
        found.push(always(zone, from, first));
    }
    for one in single {
        let same = |other: &&mut Observance| other.is_of(one) && other.rule.is_none();
        match found.iter_mut().find(same) {
            Some(same) => same.more.push(one.change.at),
            None => found.push(Observance::of(one, None)),
        }
    }
    for one in again {
        let ruled = |other: &Observance| other.is_of(one) && other.rule.is_some();
        if !found.iter().any(ruled) {
            found.push(Observance::of(one, rule(again, one)));
        }
    }
    found.sort_by_key(|one| one.start);
    found
}

impl Observance {
    fn of(one: &Transition, rule: Option<Rule>) -> Self {
        let Change { at, before, after } = one.change;
        Self {
            start: at,
            before,
            after,
            name: one.name.clone(),
            daylight: one.daylight,
            rule,
            more: Vec::new(),
        }
    }

    fn is_of(&self, one: &Transition) -> bool {
        let change = (one.change.before, one.change.after, one.daylight, &one.name);
        (self.before, self.after, self.daylight, &self.name) == change
    }
}

/// What the clock shows before any change.
fn always(zone: &Zone, from: Timestamp, first: Option<Change>) -> Observance {
    let offset = first.map_or_else(|| zone.offset(from), |first| first.before);
    let year = offset.to_datetime(from).year();
    Observance {
        start: Date::new(year, 1, 1)
            .unwrap_or(Date::MIN)
            .to_datetime(Time::MIN),
        before: offset,
        after: offset,
        name: None,
        daylight: false,
        rule: None,
        more: Vec::new(),
    }
}

fn alike(a: &Transition, b: &Transition) -> bool {
    let key = |one: &Transition| (one.change.before, one.change.after, one.daylight);
    key(a) == key(b) && a.name == b.name
}

/// From which change on all follow rules that hold to the end of a year; behind the last if there are none.
fn begin_of_rules(all: &[Transition], year: i16) -> usize {
    let begin = all.partition_point(|one| one.change.at.year() <= year - CYCLE);
    let last = all.get(begin..).unwrap_or_default();
    let kinds: Option<Vec<(&Transition, Rule)>> = last
        .iter()
        .enumerate()
        .filter(|(at, one)| !last.iter().take(*at).any(|before| alike(before, one)))
        .map(|(_, one)| Some((one, rule(last, one)?)))
        .collect();
    let Some(kinds) = kinds else {
        return all.len();
    };
    let follows = |at: usize, one: &Transition| {
        let kind = kinds.iter().find(|(kind, _)| alike(kind, one));
        let later = all.iter().skip(at + 1).find(|later| alike(later, one));
        let next = later.map_or(year + 1, |later| later.change.at.year());
        kind.is_some_and(|(kind, rule)| {
            next == one.change.at.year() + 1
                && kind.change.at.time() == one.change.at.time()
                && Occurrences::new(rule, one.change.at).next() == Some(one.change.at)
        })
    };
    let single = all.iter().enumerate().rev();
    let single = single.skip_while(|(at, one)| follows(*at, one));
    single.map(|(at, _)| at + 1).next().unwrap_or(0)
}

/// The rule by which changes are made that are like one of them, of those that were made in many years.
fn rule(all: &[Transition], like: &Transition) -> Option<Rule> {
    let same = all.iter().filter(|one| alike(one, like));
    let times: Vec<DateTime> = same.map(|one| one.change.at).collect();
    let first = *times.first()?;
    let alike = |at: &DateTime| at.month() == first.month() && at.time() == first.time();
    if times.len() < usize::from(CYCLE.unsigned_abs()) || !times.iter().all(alike) {
        return None;
    }
    let mut rule = Rule::every(Frequency::Yearly);
    rule.months.push(first.month());
    let (least, most) = (
        times.iter().map(|at| at.day()).min()?,
        times.iter().map(|at| at.day()).max()?,
    );
    let weekday = first.weekday();
    if least == most {
        rule.month_days.push(least);
        return Some(rule);
    }
    if most - least > 6 || times.iter().any(|at| at.weekday() != weekday) {
        return None;
    }
    let length = first.date().days_in_month();
    let ordinal = match ((least - 1) % 7, length - least) {
        _ if first.month() != 2 && length - least <= 6 => Some(-1),
        (0, _) => Some(i16::from((least - 1) / 7 + 1)),
        _ => None,
    };
    if ordinal.is_none() {
        rule.month_days.extend(least..=least + 6);
    }
    rule.days.push(DayOf { ordinal, weekday });
    Some(rule)
}
