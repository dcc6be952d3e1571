//! Plans: when a release is to go to an environment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::on_release;
use super::refusal::{
    plan_booked, plan_closed, plan_never, plan_past, plan_too_long, plan_unknown,
};
use super::{Release, ReleaseName, Stage, found, targets, wrong_stage};
use crate::access::{Permission, Required};
use crate::environment::{EnvironmentName, environment_unknown};
use crate::gate::CALENDAR;
use crate::kernel::{
    Context, Decide, Evolve, Halt, Key, Meta, Opening, Reason, Refusal, Sealed, Time,
};
use crate::waiver::{self, WaiverId};
use crate::window::{self, Closing, Stretch, WindowKind};
use crate::{Fact, State};

/// How long a plan is if nothing is said, in seconds.
const HOUR: u32 = 3_600;
/// The longest plan, in seconds: a month.
const LONGEST: u32 = 31 * 24 * HOUR;

/// When a release is to go to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// From when until when.
    pub span: Stretch,
    /// Why although that is closed, and by which waiver, if it is.
    pub despite: Option<Despite>,
}

/// By what a plan stands although the calendar is against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Despite {
    /// The waiver from the calendar.
    pub waiver: WaiverId,
    /// Why.
    pub reason: Sealed,
}

/// A release is to go to an environment at that time; a plan that there was for it counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasePlanned {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// Why although that is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Despite>,
}

/// It is planned no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseUnplanned {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
}

on_release!(ReleasePlanned, None, |event, release, meta| {
    let span = Stretch {
        from: event.from,
        until: event.until,
    };
    let despite = event.despite.clone();
    let plan = Plan { span, despite };
    release.plans.insert(event.environment.clone(), plan);
});

on_release!(ReleaseUnplanned, None, |event, release, meta| {
    release.plans.remove(&event.environment);
});

/// Plans when a release is to go to an environment; what is closed then is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRelease {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// From when on; the next clear time if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// How long, in seconds, if it is not said until when; an hour if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// Why although that is closed: a waiver from the calendar has to cover it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Sealed>,
}

fn required(state: &State, name: &ReleaseName) -> Result<Required, Halt> {
    let release = found(state, name)?;
    Ok(Required::on(Permission::Release, targets(release)))
}

/// The release, if it still goes anywhere.
fn going<'a>(state: &'a State, name: &ReleaseName) -> Result<&'a Release, Halt> {
    let release = found(state, name)?;
    match release.stage {
        Stage::Draft | Stage::Submitted => Ok(release),
        stage => Err(wrong_stage(name, stage, "planned").into()),
    }
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
        let span = self.span(state, release, context.now)?;
        let found = window::closed(state, &self.environment, &release.components, span);
        let despite = match found.is_empty() {
            true => None,
            false => Some(self.despite(state, release, span, found, context.now)?),
        };
        if despite.is_none() {
            self.booked(state, span)?;
        }
        let known = release.plans.get(&self.environment);
        if known.is_some_and(|known| known.span == span) {
            return Ok(Vec::new());
        }
        let planned = ReleasePlanned {
            release: self.release.clone(),
            environment: self.environment.clone(),
            from: span.from,
            until: span.until,
            despite,
        };
        Ok(vec![planned.into()])
    }
}

impl PlanRelease {
    /// Refused if somebody has booked the environment for something else then.
    fn booked(&self, state: &State, span: Stretch) -> Result<(), Refusal> {
        let place = &self.environment;
        let found = state.booked_against(place, &self.release, span.from, span.until);
        let Some((_, booking)) = found else {
            return Ok(());
        };
        let (from, until) = (booking.from, booking.until);
        Err(plan_booked(
            &self.release,
            place,
            &booking.purpose,
            from,
            until,
        ))
    }

    fn length(&self) -> i64 {
        i64::from(self.seconds.unwrap_or(HOUR)) * 1_000
    }

    /// From when until when it is meant.
    fn span(&self, state: &State, release: &Release, now: Time) -> Result<Stretch, Refusal> {
        let (place, parts) = (&self.environment, &release.components);
        let span = match (self.from, self.until) {
            (Some(from), Some(until)) => Stretch { from, until },
            (Some(from), None) => Stretch {
                from,
                until: from.after(self.length()),
            },
            (None, _) => window::next_clear(state, place, parts, now, self.length())
                .ok_or_else(|| plan_never(&self.release, place, self.length() / 60_000))?,
        };
        let length = span.until.millis() - span.from.millis();
        if length <= 0 || length > i64::from(LONGEST) * 1_000 {
            return Err(plan_too_long(span.from, span.until));
        }
        match span.until > now {
            true => Ok(span),
            false => Err(plan_past(span.until)),
        }
    }

    /// By which waiver it stands although it is closed; refused if by none.
    fn despite(
        &self,
        state: &State,
        release: &Release,
        span: Stretch,
        found: Vec<Closing>,
        now: Time,
    ) -> Result<Despite, Refusal> {
        let (name, place) = (&self.release, &self.environment);
        let covers = |id: &WaiverId| {
            let waiver = state.waivers.peek(&id.key());
            waiver.is_some_and(|waiver| waiver.ends >= span.until)
        };
        let waiver = waiver::standing_in(state, name, place, CALENDAR, now).filter(covers);
        match (waiver, &self.despite) {
            (Some(waiver), Some(reason)) => Ok(Despite {
                waiver,
                reason: reason.clone(),
            }),
            (waiver, _) => Err(closed(state, release, place, span, found, waiver.is_some())),
        }
    }
}

/// That it is closed then, by what, and when it is clear next.
fn closed(
    state: &State,
    release: &Release,
    place: &EnvironmentName,
    span: Stretch,
    found: Vec<Closing>,
    waived: bool,
) -> Refusal {
    let refusal = plan_closed(&release.name, place, span.from, span.until);
    let length = span.until.millis() - span.from.millis();
    let next = window::next_clear(state, place, &release.components, span.from, length);
    let next = next.map(|next| {
        let (name, from) = (&release.name, next.from);
        format!("it is clear from {from} on: `holdpoint release plan {name} {place} --at {from}`")
    });
    let next = next.unwrap_or_else(|| "nothing of that length is clear in five years".to_owned());
    let help = match waived {
        true => format!("{next}; a waiver covers it, if you say why: `--despite --reason …`"),
        false => next,
    };
    let reasons = found.into_iter().map(|closing| reason(place, &closing));
    Refusal {
        help,
        reasons: reasons.collect(),
        ..refusal
    }
}

fn reason(place: &EnvironmentName, closing: &Closing) -> Reason {
    let names: Vec<_> = closing
        .windows
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let (names, span) = (names.join(", "), closing.span);
    let (code, message) = match closing.kind {
        WindowKind::Blackout => (
            "calendar-blackout",
            format!(
                "{names} closes `{place}` from {} until {}",
                span.from, span.until
            ),
        ),
        WindowKind::Maintenance => (
            "calendar-outside",
            format!(
                "from {} until {} lies outside of {names}",
                span.from, span.until
            ),
        ),
    };
    Reason {
        code: code.to_owned(),
        message,
        help: String::new(),
    }
}

/// Plans it no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnplanRelease {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
}

impl Decide for UnplanRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = super::unfinished(state, &self.release)?;
        if !release.plans.contains_key(&self.environment) {
            return Err(plan_unknown(&self.release, &self.environment).into());
        }
        let unplanned = ReleaseUnplanned {
            release: self.release.clone(),
            environment: self.environment.clone(),
        };
        Ok(vec![unplanned.into()])
    }
}

impl State {
    /// What is planned and has not passed, of releases that still go somewhere.
    pub fn plans(&self, now: Time) -> impl Iterator<Item = (&Release, &EnvironmentName, &Plan)> {
        let going = |release: &&Release| matches!(release.stage, Stage::Draft | Stage::Submitted);
        let releases = self
            .releases
            .iter()
            .map(|(_, release)| release)
            .filter(going);
        let all = releases.flat_map(|release| {
            release
                .plans
                .iter()
                .map(move |(place, plan)| (release, place, plan))
        });
        all.filter(move |(_, _, plan)| plan.span.until > now)
    }
}
