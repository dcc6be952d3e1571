//! What has happened to cutovers.

use std::sync::Arc;

use holdpoint_pipelines::RunState;
use imbl::Vector;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::{Cutover, CutoverName, CutoverRun, CutoverStage, Night};
use crate::kernel::{Evolve, Key, Meta, Sealed};
use crate::pipeline::{OfCutover, RunId};
use crate::release::ReleaseName;
use crate::{Fact, State};

/// Somebody has planned a cutover, or planned it anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutoverPlanned {
    /// Which.
    pub cutover: CutoverName,
    /// What it is.
    pub night: Night,
}

impl Evolve for CutoverPlanned {
    fn subject(&self) -> Key {
        self.cutover.key()
    }

    fn references(&self) -> Vec<Key> {
        let releases = self.night.releases.iter().map(ReleaseName::key);
        releases.chain([self.night.pipeline.key()]).collect()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let known = state.cutovers.get(&self.cutover);
        let cutover = Cutover {
            name: self.cutover.clone(),
            night: self.night.clone(),
            by: meta.actor.clone(),
            planned: meta.time,
            runs: known.map_or_else(Vector::new, |known| known.runs.clone()),
            stage: CutoverStage::Planned,
            reason: None,
            settled: None,
        };
        state
            .cutovers
            .insert(self.cutover.clone(), Arc::new(cutover));
    }
}

macro_rules! on_cutover {
    ($type:ty, $others:expr, |$event:ident, $cutover:ident, $meta:ident| $change:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.cutover.key()
            }

            fn references(&self) -> Vec<Key> {
                let others: fn(&Self) -> Vec<Key> = $others;
                others(self)
            }

            fn apply(&self, state: &mut State, $meta: &Meta) {
                let $event = self;
                if let Some(found) = state.cutovers.get_mut(&self.cutover) {
                    let $cutover = Arc::make_mut(found);
                    $change;
                }
            }
        }
    };
}

/// A rehearsal of it has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutoverRehearsed {
    /// Of which.
    pub cutover: CutoverName,
    /// The run that it is.
    pub run: RunId,
}

on_cutover!(
    CutoverRehearsed,
    |event| vec![event.run.key()],
    |event, cutover, meta| {
        cutover.runs.push_back(CutoverRun {
            run: event.run.clone(),
            rehearsal: true,
            started: meta.time,
        });
    }
);

/// The night itself has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutoverStarted {
    /// Of which.
    pub cutover: CutoverName,
    /// The run that it is.
    pub run: RunId,
}

on_cutover!(
    CutoverStarted,
    |event| vec![event.run.key()],
    |event, cutover, meta| {
        cutover.stage = CutoverStage::Running;
        cutover.runs.push_back(CutoverRun {
            run: event.run.clone(),
            rehearsal: false,
            started: meta.time,
        });
    }
);

/// The run of the night has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutoverEnded {
    /// Of which.
    pub cutover: CutoverName,
    /// That run.
    pub run: RunId,
    /// How: `succeeded`, `failed` or `cancelled`.
    pub state: RunState,
}

on_cutover!(
    CutoverEnded,
    |event| vec![event.run.key()],
    |event, cutover, meta| {
        let well = event.state == RunState::Succeeded;
        cutover.settled = well.then_some(meta.time);
        cutover.stage = if well {
            CutoverStage::Done
        } else {
            CutoverStage::Failed
        };
    }
);

/// Somebody says that it will not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutoverAbandoned {
    /// Which.
    pub cutover: CutoverName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

on_cutover!(CutoverAbandoned, |_| Vec::new(), |event, cutover, meta| {
    cutover.stage = CutoverStage::Abandoned;
    cutover.reason.clone_from(&event.reason);
    cutover.settled = Some(meta.time);
});

/// That a run of a cutover begins.
pub(crate) fn begun(of: &OfCutover, run: &RunId) -> Fact {
    let (cutover, run) = (of.cutover.clone(), run.clone());
    match of.rehearsal {
        true => CutoverRehearsed { cutover, run }.into(),
        false => CutoverStarted { cutover, run }.into(),
    }
}
