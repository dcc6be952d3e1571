//! Planning.

use serde::{Deserialize, Serialize};

use super::in_the_way::InTheWay;
use super::{Despite, ReleasePlanned, going, required};
use crate::access::Required;
use crate::conflict::{Asking, conflicts};
use crate::environment::{EnvironmentName, environment_unknown};
use crate::gate::CALENDAR;
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed, Time};
use crate::release::ReleaseName;
use crate::waiver::{self, WaiverId};
use crate::window::{Stretch, WindowName};
use crate::{Fact, State};

/// Plans when a release is to go to an environment; what is closed then is refused, and so is what is in the way of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRelease {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// From when on; the next clear time if none. With a train, a moment of the departure; the next one if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// How long, in seconds, if it is not said until when; an hour if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// With which train: it says from when until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train: Option<WindowName>,
    /// Why although something is in the way: a waiver from the calendar has to cover it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Sealed>,
}

impl Decide for PlanRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = going(state, &self.release)?;
        if !state.environments.contains_key(&self.environment) {
            return Err(environment_unknown(&self.environment).into());
        }
        let asking = Asking {
            state,
            release,
            place: &self.environment,
            train: self.train.as_ref(),
        };
        let (span, frozen) = self.span(&asking, context.now)?;
        let found = conflicts(&asking, span);
        let despite = match (found.is_empty(), frozen) {
            (true, None) => None,
            (_, frozen) => {
                let way = InTheWay {
                    asking: &asking,
                    span,
                    found,
                    frozen,
                };
                Some(self.despite(&way, context.now)?)
            }
        };
        let known = release.plans.get(&self.environment);
        if known.is_some_and(|known| known.span == span && known.train == self.train) {
            return Ok(Vec::new());
        }
        let planned = ReleasePlanned {
            release: self.release.clone(),
            environment: self.environment.clone(),
            from: span.from,
            until: span.until,
            train: self.train.clone(),
            despite,
        };
        Ok(vec![planned.into()])
    }
}

impl PlanRelease {
    /// By which waiver it stands although something is in the way; refused if by none.
    fn despite(&self, way: &InTheWay<'_>, now: Time) -> Result<Despite, Refusal> {
        let state = way.asking.state;
        let waiver = covering(state, &self.release, &self.environment, way.span, now);
        match (waiver, &self.despite) {
            (Some(waiver), Some(reason)) => Ok(Despite {
                waiver,
                reason: reason.clone(),
            }),
            (waiver, _) => Err(way.refusal(waiver.is_some())),
        }
    }
}

/// A waiver from the calendar that stands until the end of a span.
fn covering(
    state: &State,
    name: &ReleaseName,
    place: &EnvironmentName,
    span: Stretch,
    now: Time,
) -> Option<WaiverId> {
    let covers = |id: &WaiverId| {
        let waiver = state.waivers.peek(&id.key());
        waiver.is_some_and(|waiver| waiver.ends >= span.until)
    };
    waiver::standing_in(state, name, place, CALENDAR, now).filter(covers)
}
