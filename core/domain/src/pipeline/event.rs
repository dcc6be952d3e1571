//! What has happened to a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_pipelines::{Change, Outcome, RunState, Schedule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::needs::StepArtifacts;
use super::outcome::{StepEnd, StepResult};
use super::run::{Attempt, AttemptState, Decided, Run, RunId, RunStage};
use crate::State;
use crate::access::Role;
use crate::deployment::DeploymentId;
use crate::kernel::{Evolve, Key, Meta, Opening, Sealed, Time};

macro_rules! on_run {
    ($type:ty, $opening:expr, |$event:ident, $run:ident, $meta:ident| $change:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.run.key()
            }

            fn references(&self) -> Vec<Key> {
                self.others()
            }

            fn opening(&self) -> Option<Opening> {
                $opening
            }

            fn apply(&self, state: &mut State, $meta: &Meta) {
                let $event = self;
                if let Some($run) = state.runs.get_mut(&self.run.key()) {
                    $change;
                }
                self.index(state, $meta);
            }
        }
    };
}

/// What most events name beside their run, and which indexes they change: none.
trait Others {
    fn others(&self) -> Vec<Key> {
        Vec::new()
    }

    fn index(&self, _: &mut State, _: &Meta) {}
}

/// A run is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunBegun {
    /// Which.
    pub run: RunId,
}

impl Others for RunBegun {}

on_run!(RunBegun, None, |_event, run, _meta| {
    run.stage = RunStage::Running;
    run.schedule = Some(Arc::new(Schedule::new(&run.planned.flow, &mut Vec::new())));
});

/// Steps that need not run: they have succeeded in the run that this one repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepsKept {
    /// Of which run.
    pub run: RunId,
    /// Their places, rising.
    pub places: Vec<u32>,
    /// What they had made, by place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub artifacts: BTreeMap<u32, StepArtifacts>,
}

impl Others for StepsKept {}

on_run!(StepsKept, None, |event, run, meta| {
    for place in &event.places {
        run.change(|run, schedule, changes| {
            schedule.begin(&run.planned.flow, *place).ok()?;
            schedule
                .settle(&run.planned.flow, *place, Outcome::Succeeded, changes)
                .ok()
        });
        let end = StepEnd {
            deployments: imbl::Vector::new(),
            outcome: Outcome::Succeeded,
            result: StepResult {
                artifacts: event.artifacts.get(place).cloned().unwrap_or_default(),
                ..StepResult::done()
            },
            attempt: 0,
            intent: 0,
            since: meta.time,
            time: meta.time,
        };
        run.ended.insert(*place, end);
    }
});

/// An attempt of a step begins: the intent, whose position is its key wherever it is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRequested {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The deployment that it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentId>,
    /// Others that it begins: what ran before can have been of several releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<DeploymentId>,
}

impl Others for StepRequested {
    fn others(&self) -> Vec<Key> {
        self.deployments().map(DeploymentId::key).collect()
    }

    fn index(&self, state: &mut State, meta: &Meta) {
        let at = (&self.run, self.place);
        state.errands.request(&state.runs, at, meta.position);
        for deployment in self.deployments() {
            let errands = &mut state.errands;
            errands.await_deployment(deployment, &self.run, meta.position);
        }
    }
}

on_run!(StepRequested, None, |event, run, meta| {
    // The second attempt finds it begun.
    run.change(|run, schedule, _| schedule.begin(&run.planned.flow, event.place).ok());
    run.attempts.insert(
        event.place,
        Attempt {
            number: event.attempt,
            intent: meta.position,
            since: meta.time,
            state: AttemptState::Running,
            deployments: event.deployments().cloned().collect(),
            decided: imbl::Vector::new(),
            before: None,
        },
    );
});

/// An attempt of a step has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepFinished {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Which attempt.
    pub attempt: u32,
    /// Position of its intent.
    pub intent: u64,
    /// How the step ended: `succeeded`, `failed` or `cancelled`.
    pub outcome: Outcome,
    /// As whoever carried it out says.
    pub result: StepResult,
    /// When it is tried again: then the step has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Time>,
}

impl Others for StepFinished {
    fn index(&self, state: &mut State, _: &Meta) {
        let at = (&self.run, self.place);
        state.errands.finish(&state.runs, at, self.intent);
    }
}

on_run!(StepFinished, None, |event, run, meta| {
    match event.again {
        Some(time) => {
            if let Some(attempt) = run.attempts.get_mut(&event.place) {
                attempt.state = AttemptState::Resting(time);
                attempt.before = Some(event.result.clone());
            }
        }
        None => run.end(event, meta.time),
    }
});

impl Run {
    fn end(&mut self, event: &StepFinished, time: Time) {
        let attempt = self.attempts.remove(&event.place);
        let deployments = attempt.as_ref().map(|attempt| attempt.deployments.clone());
        let end = StepEnd {
            deployments: deployments.unwrap_or_default(),
            outcome: event.outcome,
            result: event.result.clone(),
            attempt: event.attempt,
            intent: event.intent,
            since: attempt.map_or(time, |attempt| attempt.since),
            time,
        };
        self.ended.insert(event.place, end);
        self.change(|run, schedule, changes| {
            let flow = &run.planned.flow;
            schedule
                .settle(flow, event.place, event.outcome, changes)
                .ok()
        });
    }

    /// Something has happened that the schedule has to know; steps that are to be stopped are marked so.
    fn change(&mut self, make: impl FnOnce(&Self, &mut Schedule, &mut Vec<Change>) -> Option<()>) {
        let Some(mut schedule) = self.schedule.take() else {
            return;
        };
        let mut changes = Vec::new();
        // What does not fit changes nothing: whoever decides has looked.
        let _ = make(self, Arc::make_mut(&mut schedule), &mut changes);
        self.schedule = Some(schedule);
        for change in changes {
            let Change::Stop(place) = change else {
                continue;
            };
            self.stopping = true;
            if let Some(attempt) = self.attempts.get_mut(&place) {
                attempt.state = AttemptState::Stopping;
            }
        }
    }
}

/// Somebody said how an attempt ended that is not awaited any more: nothing comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRefused {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Position of the intent of that attempt.
    pub intent: u64,
    /// How it is said to have ended.
    pub result: StepResult,
}

impl Others for StepRefused {}

on_run!(StepRefused, None, |_event, _run, _meta| {});

/// A person has decided about a step, or says that its work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepDecided {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
    /// Its place in the graph.
    pub place: u32,
    /// Position of the intent of the attempt.
    pub intent: u64,
    /// In which role; none for a manual task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whether it goes on.
    pub approved: bool,
    /// What they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sealed>,
}

impl Others for StepDecided {}

on_run!(StepDecided, None, |event, run, meta| {
    let decided = meta.actor.person().map(|person| Decided {
        person: person.clone(),
        role: event.role,
        comment: event.comment.clone(),
        time: meta.time,
    });
    let attempt = run.attempts.get_mut(&event.place);
    if let Some((decided, attempt)) = decided.zip(attempt) {
        attempt.decided.push_back(decided);
    }
});

/// Somebody, or its time, has cancelled a run: what has not begun does not begin, and what runs is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunCancelled {
    /// Which.
    pub run: RunId,
    /// Why, as who cancelled it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// Whether its time was up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The newer run of its group for which it makes room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<RunId>,
}

impl Others for RunCancelled {
    fn index(&self, state: &mut State, _: &Meta) {
        state.errands.stop(&state.runs, &self.run);
    }
}

on_run!(RunCancelled, None, |event, run, _meta| {
    run.reason = event.reason.clone();
    // Its time is up once: what tidies up afterwards has its own.
    run.deadline = None;
    run.change(|run, schedule, changes| {
        schedule.cancel(&run.planned.flow, changes);
        Some(())
    });
});

/// A run has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunFinished {
    /// Which.
    pub run: RunId,
    /// How: `succeeded`, `failed` or `cancelled`.
    pub state: RunState,
}

impl Others for RunFinished {
    fn index(&self, state: &mut State, _: &Meta) {
        state.errands.close(&state.runs, &self.run);
    }
}

on_run!(RunFinished, Some(Opening::Closed), |event, run, meta| {
    run.stage = event.state.into();
    run.settled = Some(meta.time);
});
