//! The zones of a calendar: each that its events name is described in it.

use holdpoint_schedule::Zone;
use jiff::civil::DateTime;

use super::Out;
use super::observance::observances;
use super::value::offset;
use crate::feed::event::{Event, When};

/// The zones that events name, with the earliest time on the clock of each.
#[derive(Default)]
pub(super) struct Zones(Vec<Named>);

struct Named {
    zone: Zone,
    name: String,
    earliest: DateTime,
}

impl Zones {
    pub(super) fn of(events: &[Event]) -> Self {
        let mut zones = Self::default();
        for event in events {
            let more = event.more.iter().map(|(when, _)| when);
            let instead = event.instead.iter().map(|(when, _)| when);
            let all = std::iter::once(&event.start).chain(more);
            for when in all.chain(&event.without).chain(instead) {
                if let When::Zoned(at, zone) = when {
                    zones.meet(*at, zone);
                }
            }
        }
        zones.0.sort_by(|a, b| a.name.cmp(&b.name));
        zones
    }

    fn meet(&mut self, at: DateTime, zone: &Zone) {
        if let Some(known) = self.0.iter_mut().find(|known| known.zone == *zone) {
            known.earliest = known.earliest.min(at);
            return;
        }
        if *zone == Zone::UTC {
            return;
        }
        let nameless = self.0.iter().filter(|known| known.zone.name().is_none());
        let number = nameless.count() + 1;
        let name = zone.name().map(str::to_owned);
        self.0.push(Named {
            zone: zone.clone(),
            name: name.unwrap_or_else(|| format!("Zone {number}")),
            earliest: at,
        });
    }

    /// What a zone is called in the file; none if it is UTC, which has a sign instead.
    pub(super) fn name(&self, zone: &Zone) -> Option<&str> {
        let known = self.0.iter().find(|known| known.zone == *zone)?;
        Some(&known.name)
    }

    pub(super) fn write(&self, out: &mut Out) {
        for known in &self.0 {
            out.line("BEGIN:VTIMEZONE");
            out.line(&format!("TZID:{}", known.name));
            for one in observances(&known.zone, known.earliest) {
                let kind = if one.daylight { "DAYLIGHT" } else { "STANDARD" };
                out.line(&format!("BEGIN:{kind}"));
                out.line(&format!("DTSTART:{}", clock(one.start)));
                out.line(&format!("TZOFFSETFROM:{}", offset(one.before)));
                out.line(&format!("TZOFFSETTO:{}", offset(one.after)));
                if let Some(name) = one.name.as_deref() {
                    out.text("TZNAME", name);
                }
                if let Some(rule) = &one.rule {
                    out.line(&format!("RRULE:{rule}"));
                }
                if !one.more.is_empty() {
                    let more: Vec<_> = one.more.iter().map(|at| clock(*at)).collect();
                    out.line(&format!("RDATE:{}", more.join(",")));
                }
                out.line(&format!("END:{kind}"));
            }
            out.line("END:VTIMEZONE");
        }
    }
}

fn clock(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}
