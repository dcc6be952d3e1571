//! What can be asked of cutovers.

use holdpoint_pipelines::REHEARSAL;
use serde::{Deserialize, Serialize};

use super::refusal::{
    cutover_early, cutover_ended, cutover_event, cutover_running, cutover_unknown,
};
use super::state::{CUTOVER, Cutover, CutoverName, CutoverStage, Night};
use super::{CutoverAbandoned, CutoverPlanned};
use crate::access::{Permission, Required};
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed};
use crate::pipeline::{OfCutover, Start};
use crate::{Fact, State};

fn found<'a>(state: &'a State, name: &CutoverName) -> Result<&'a Cutover, Refusal> {
    let found = state.cutovers.get(name).map(AsRef::as_ref);
    found.ok_or_else(|| cutover_unknown(name))
}

/// One of which something may still come.
fn open<'a>(state: &'a State, name: &CutoverName) -> Result<&'a Cutover, Refusal> {
    let found = found(state, name)?;
    match found.stage.open() {
        true => Ok(found),
        false => Err(cutover_ended(name, found.stage)),
    }
}

/// One that is not under way.
fn at_rest<'a>(state: &'a State, name: &CutoverName) -> Result<&'a Cutover, Refusal> {
    let found = open(state, name)?;
    match found.stage {
        CutoverStage::Running => Err(cutover_running(name)),
        _ => Ok(found),
    }
}

/// Whether a run of a cutover may begin.
pub(crate) fn may_begin(state: &State, of: &OfCutover) -> Result<(), Refusal> {
    match of.rehearsal {
        true => open(state, &of.cutover).map(drop),
        false => at_rest(state, &of.cutover).map(drop),
    }
}

/// Plans a cutover, or plans it anew. It is refused if its run could not be started as things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCutover {
    /// Which.
    pub cutover: CutoverName,
    /// What it is.
    pub night: Night,
}

impl Decide for PlanCutover {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if state.cutovers.contains_key(&self.cutover) {
            at_rest(state, &self.cutover)?;
        }
        if !self.night.given.event.is_empty() {
            return Err(cutover_event(&self.night.given.event).into());
        }
        self.night.start(CUTOVER).outline(state)?;
        let planned = CutoverPlanned {
            cutover: self.cutover.clone(),
            night: self.night.clone(),
        };
        Ok(vec![planned.into()])
    }
}

fn start(
    state: &State,
    context: &Context<'_>,
    cutover: &Cutover,
    rehearsal: bool,
) -> Result<Vec<Fact>, Halt> {
    let event = if rehearsal { REHEARSAL } else { CUTOVER };
    let command = cutover.night.start(event);
    let of = OfCutover {
        cutover: cutover.name.clone(),
        rehearsal,
    };
    let start = Start {
        cutover: Some(of),
        ..Start::new(&command)
    };
    start.begun(state, context)
}

/// Starts a rehearsal: a run in which other environments stand in for those of the night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearseCutover {
    /// Of which.
    pub cutover: CutoverName,
}

impl Decide for RehearseCutover {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        start(state, context, open(state, &self.cutover)?, true)
    }
}

/// Starts the night itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartCutover {
    /// Which.
    pub cutover: CutoverName,
    /// Whether it may be before the planned time.
    #[serde(default)]
    pub early: bool,
}

impl Decide for StartCutover {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let cutover = at_rest(state, &self.cutover)?;
        let begins = cutover.night.begins;
        if context.now < begins && !self.early {
            return Err(cutover_early(&self.cutover, begins).into());
        }
        start(state, context, cutover, false)
    }
}

/// Says that a cutover will not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbandonCutover {
    /// Which.
    pub cutover: CutoverName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for AbandonCutover {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        at_rest(state, &self.cutover)?;
        let abandoned = CutoverAbandoned {
            cutover: self.cutover.clone(),
            reason: self.reason.clone(),
        };
        Ok(vec![abandoned.into()])
    }
}
