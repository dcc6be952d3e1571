//! When a run will have ended: the schedule itself, played on as if all that is left went well.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::{Change, Outcome, Schedule, State};
use crate::flow::Flow;

/// From when to when, in milliseconds of any one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Span {
    /// When it begins.
    pub from: i64,
    /// When it ends.
    pub until: i64,
}

/// When everything that has not ended will begin and end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forecast {
    /// By place. What never begins is not there, nor is what had ended before.
    pub times: BTreeMap<u32, Span>,
    /// When the last of it ends; now, if nothing is left.
    pub until: i64,
    /// What decides when that is: each is waited for by the next, from what runs or is ready now to what ends last.
    pub way: Vec<u32>,
}

/// A run as it is played on.
struct Played<'f, L> {
    flow: &'f Flow,
    schedule: Schedule,
    lasts: L,
    found: Forecast,
    /// What runs, by when it ends.
    open: BinaryHeap<Reverse<(i64, u32)>>,
    /// Whose end something waited for last.
    causes: BTreeMap<u32, u32>,
}

impl<L: Fn(u32, i64) -> i64> Played<'_, L> {
    fn begin(&mut self, place: u32, (from, now): (i64, i64), cause: Option<u32>) {
        let until = (self.lasts)(place, from).max(now).max(from);
        self.found.times.insert(place, Span { from, until });
        self.open.push(Reverse((until, place)));
        self.causes.extend(cause.map(|cause| (place, cause)));
    }

    fn end(&mut self, place: u32, at: i64) {
        let mut changes = Vec::new();
        let (flow, schedule) = (self.flow, &mut self.schedule);
        if schedule
            .settle(flow, place, Outcome::Succeeded, &mut changes)
            .is_err()
        {
            return;
        }
        self.found.until = self.found.until.max(at);
        for change in changes {
            let Change::Ready(next) = change else {
                continue;
            };
            if self.schedule.begin(self.flow, next).is_ok() {
                self.begin(next, (at, at), Some(place));
            }
        }
    }

    fn way(&mut self) {
        let times = self.found.times.iter();
        let last = times.max_by_key(|(place, span)| (span.until, Reverse(**place)));
        let mut at = last.map(|(place, _)| *place);
        while let Some(place) = at {
            self.found.way.push(place);
            at = self.causes.get(&place).copied();
        }
        self.found.way.reverse();
    }
}

impl Schedule {
    /// When everything will have ended, if what is left goes well: what is ready begins now, what runs has been running since
    /// it `began`, and `lasts` says when something ends that begins then. What should have ended already ends now.
    ///
    /// Matrices keep their limits and conditions decide as they do in the run, which is what this plays; that agents have
    /// other work, it does not know. It takes time in the size of the graph.
    pub fn forecast(
        &self,
        flow: &Flow,
        now: i64,
        began: impl Fn(u32) -> i64,
        lasts: impl Fn(u32, i64) -> i64,
    ) -> Forecast {
        let found = Forecast {
            until: now,
            ..Forecast::default()
        };
        let mut played = Played {
            flow,
            schedule: self.clone(),
            lasts,
            found,
            open: BinaryHeap::new(),
            causes: BTreeMap::new(),
        };
        for at in 0..flow.len() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            match self.state(place) {
                State::Running => played.begin(place, (began(place), now), None),
                State::Ready if played.schedule.begin(flow, place).is_ok() => {
                    played.begin(place, (now, now), None);
                }
                _ => {}
            }
        }
        while let Some(Reverse((at, place))) = played.open.pop() {
            played.end(place, at);
        }
        played.way();
        played.found
    }
}
