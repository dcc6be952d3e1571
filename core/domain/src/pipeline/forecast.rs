//! When a run will have ended.

use std::collections::BTreeMap;

use holdpoint_pipelines::{Forecast, Outcome, Role, Schedule};

use super::outcome::StepEnd;
use super::planned::Planned;
use super::run::{Run, RunStage};
use super::work::{Wait, Work};
use crate::State;
use crate::kernel::Time;
use crate::window::{Stretch, spans};

/// What steps took elsewhere, in milliseconds, by their ids.
pub type Took = BTreeMap<String, i64>;

/// How far ahead windows are looked for, in milliseconds: a year.
const HORIZON: i64 = 366 * 24 * 3_600_000;

/// How long the steps of a graph are expected to take: what they took elsewhere, or else what was planned.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Where windows are looked up.
    pub state: &'a State,
    /// The graph.
    pub planned: &'a Planned,
    /// What its steps took elsewhere.
    pub took: &'a Took,
}

impl Expected<'_> {
    /// When a step ends that begins then.
    #[must_use]
    pub fn until(&self, place: u32, from: i64) -> i64 {
        match self.planned.work(place) {
            Some(Work::Wait(wait)) => self.waited(wait, from),
            _ => from.saturating_add(self.known(place).unwrap_or(0)),
        }
    }

    /// How long a step is expected to take, in milliseconds, if anybody knows.
    #[must_use]
    pub fn known(&self, place: u32) -> Option<i64> {
        let step = self.planned.step(place)?;
        let planned = step
            .planned_seconds
            .map(|seconds| i64::from(seconds) * 1000);
        self.took.get(&step.id).copied().or(planned)
    }

    /// Steps of which nobody has said how long they take: what takes no time by itself is not among them, nor what only
    /// happens when the run fails.
    pub fn unknown(&self) -> impl Iterator<Item = u32> {
        let steps = self.planned.steps.iter().zip(0..);
        let open = steps.filter(|(step, place)| {
            let by_itself = matches!(
                self.planned.work(*place),
                Some(Work::Wait(_) | Work::Gate(_) | Work::Approval(_))
            );
            step.link.role == Role::Step && !by_itself && !step.undoes()
        });
        open.map(|(_, place)| place)
            .filter(|place| self.known(*place).is_none())
    }

    fn waited(&self, wait: &Wait, from: i64) -> i64 {
        let from = from.saturating_add(i64::from(wait.seconds.unwrap_or(0)) * 1000);
        let within = Stretch {
            from: Time::from_millis(from),
            until: Time::from_millis(from.saturating_add(HORIZON)),
        };
        let opens = wait.windows.iter().filter_map(|name| {
            let all = spans(self.state, self.state.windows.get(name)?, within);
            Some(all.first()?.from.millis())
        });
        opens.min().map_or(from, |opens| opens.max(from))
    }

    /// The whole of it from a moment on, as if nothing had begun.
    #[must_use]
    pub fn from(&self, begins: Time) -> Forecast {
        let flow = &self.planned.flow;
        let fresh = Schedule::new(flow, &mut Vec::new());
        let begins = begins.millis();
        fresh.forecast(
            flow,
            begins,
            |_| begins,
            |place, from| self.until(place, from),
        )
    }
}

impl Run {
    /// What is left of it, if what is left goes well; nothing if it has ended.
    #[must_use]
    pub fn forecast(&self, state: &State, took: &Took, now: Time) -> Option<Forecast> {
        let schedule = self
            .schedule
            .as_ref()
            .filter(|_| self.stage == RunStage::Running)?;
        let began = |place: u32| {
            let attempt = self.attempts.get(&place);
            attempt.map_or(now, |attempt| attempt.since).millis()
        };
        let planned = &self.planned;
        let expected = Expected {
            state,
            planned,
            took,
        };
        let until = |place, from| expected.until(place, from);
        Some(schedule.forecast(&planned.flow, now.millis(), began, until))
    }

    /// What its steps took that ended well: those that did something here. What waited for a gate says nothing of another time,
    /// and what ran there already was not deployed.
    #[must_use]
    pub fn took(&self) -> Took {
        let did = |place: u32, end: &StepEnd| match self.work(place) {
            Some(Work::Gate(_)) => false,
            Some(Work::Deploy(_) | Work::RollBack(_)) => !end.deployments.is_empty(),
            _ => true,
        };
        let well = self.ended.iter().filter(|(place, end)| {
            end.outcome == Outcome::Succeeded && end.attempt > 0 && did(**place, end)
        });
        let took = well.filter_map(|(place, end)| {
            let step = self.planned.step(*place)?;
            Some((step.id.clone(), end.time.millis() - end.since.millis()))
        });
        took.collect()
    }
}
