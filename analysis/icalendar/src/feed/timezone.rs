//! Which zone is meant by a name.

use std::collections::BTreeMap;

use holdpoint_schedule::{Change, Occurrences, Rule, RuleMistakes, Until, Zone};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::component::Component;
use super::line::{Line, short};
use super::value::offset;
use super::{Mistake, windows};

/// Until when the clocks of a described zone are changed by a rule.
const LAST: DateTime = jiff::civil::datetime(2200, 1, 1, 0, 0, 0, 0);

/// The zones of a file, by the names that it has for them.
#[derive(Debug, Default)]
pub(super) struct Zones(BTreeMap<String, Zone>);

impl Zones {
    /// The zones that a calendar describes. One that has a name which everybody knows is that one, whatever is said of it: those
    /// who write calendars know less of its past and future.
    pub(super) fn of(calendar: &Component, mistakes: &mut Vec<Mistake>) -> Self {
        let mut zones = BTreeMap::new();
        for described in calendar.named("VTIMEZONE") {
            let Some(name) = described
                .line("TZID")
                .map(|line| line.value.trim().to_owned())
            else {
                continue;
            };
            let other = described
                .line("X-LIC-LOCATION")
                .map(|line| line.value.trim());
            let known = known(&name).or_else(|| other.and_then(known));
            let zone = known.unwrap_or_else(|| Zone::custom(changes(described, mistakes)));
            zones.insert(name, zone);
        }
        Self(zones)
    }

    /// The zone of that name.
    pub(super) fn named(&self, name: &str) -> Option<Zone> {
        self.0.get(name).cloned().or_else(|| known(name))
    }
}

/// A zone that everybody knows, by its name in the IANA database, with something before it, or as Windows calls it.
pub(super) fn known(name: &str) -> Option<Zone> {
    let prefixed = name.strip_prefix('/').map(|path| {
        let starts = path.match_indices('/').map(|(at, _)| at + 1);
        starts.filter_map(|at| path.get(at..)).find_map(Zone::named)
    });
    Zone::named(name)
        .or_else(|| windows::iana(name).and_then(Zone::named))
        .or_else(|| prefixed.flatten())
}

/// When the clocks of a described zone are changed.
fn changes(described: &Component, mistakes: &mut Vec<Mistake>) -> Vec<Change> {
    let mut changes = Vec::new();
    for part in described
        .named("STANDARD")
        .chain(described.named("DAYLIGHT"))
    {
        match observance(part) {
            Ok(found) => changes.extend(found),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    changes
}

fn observance(part: &Component) -> Result<Vec<Change>, Mistake> {
    let (before, after) = (
        from_utc(part, "TZOFFSETFROM")?,
        from_utc(part, "TZOFFSETTO")?,
    );
    let start = needed(part, "DTSTART")?;
    let start = clock(start, start.value.trim(), 0)?;
    let mut times = vec![start];
    for line in part.all("RDATE") {
        for text in line.value.split(',') {
            times.push(clock(line, text.trim(), 0)?);
        }
    }
    for line in part.all("RRULE") {
        let rule: Result<Rule, RuleMistakes> = line.value.parse();
        let rule = rule.map_err(|mistakes| line.wrong(0, mistakes.to_string()))?;
        let again = Occurrences::new(&rule, start);
        times.extend(again.take_while(|at| *at < LAST).take(1_000));
    }
    let change = |at| Change { at, before, after };
    Ok(times.into_iter().map(change).collect())
}

fn needed<'a>(part: &'a Component, name: &str) -> Result<&'a Line, Mistake> {
    part.line(name).ok_or_else(|| Mistake {
        line: part.number,
        column: 1,
        message: format!("`{}` has no `{name}`", short(&part.name)),
    })
}

fn from_utc(part: &Component, name: &str) -> Result<Offset, Mistake> {
    let line = needed(part, name)?;
    let wrong = || {
        let text = short(&line.value);
        line.wrong(0, format!("`{text}` is no offset such as +0100"))
    };
    offset(line.value.trim()).ok_or_else(wrong)
}

fn clock(line: &Line, text: &str, at: usize) -> Result<DateTime, Mistake> {
    match Until::read(text) {
        Some(Until::Local(clock)) => Ok(clock),
        Some(Until::Date(date)) => Ok(date.to_datetime(jiff::civil::Time::MIN)),
        _ => Err(line.wrong(at, format!("`{}` is no time on a clock", short(text)))),
    }
}
