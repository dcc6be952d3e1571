//! Taking a release from stage to stage.

use serde::{Deserialize, Serialize};

use super::super::refusal::{
    artifact_missing, deployment_open, gate_does_not_go, release_empty, still_running, wrong_stage,
};
use super::super::{
    Cancelled, Decided, DecisionMade, Release, ReleaseName, Revised, Stage, Submitted, found,
    targets,
};
use crate::access::{Permission, Required};
use crate::environment::{EnvironmentName, environment_unknown};
use crate::gate::{self, Inputs};
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed};
use crate::signing::{Act, KeyUsed, SignedStatement, Stating, check_statement, key_unknown};
use crate::{Fact, State};

fn required(state: &State, name: &ReleaseName) -> Result<Required, Halt> {
    Ok(Required::on(
        Permission::Release,
        targets(found(state, name)?),
    ))
}

/// Lets a draft's content stand, so that it can be approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmitRelease {
    /// Which.
    pub release: ReleaseName,
}

impl Decide for SubmitRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = found(state, &self.release)?;
        match release.stage {
            Stage::Submitted => return Ok(Vec::new()),
            Stage::Draft => {}
            stage => return Err(wrong_stage(&self.release, stage, "submitted").into()),
        }
        if release.artifacts.is_empty() {
            return Err(release_empty(&self.release).into());
        }
        let bare = release.components.iter().find(|component| {
            !release
                .artifacts
                .values()
                .any(|artifact| artifact.component == **component)
        });
        if let Some(component) = bare {
            return Err(artifact_missing(component, &self.release).into());
        }
        let submitted = Submitted {
            release: self.release.clone(),
            manifest: release.manifest(),
        };
        Ok(vec![submitted.into()])
    }
}

/// Makes a release a draft again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviseRelease {
    /// Which.
    pub release: ReleaseName,
}

impl Decide for ReviseRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = found(state, &self.release)?;
        match release.stage {
            Stage::Draft => return Ok(Vec::new()),
            Stage::Submitted | Stage::Stopped => {}
            stage => return Err(wrong_stage(&self.release, stage, "revised").into()),
        }
        nowhere(state, release)?;
        Ok(vec![
            Revised {
                release: self.release.clone(),
            }
            .into(),
        ])
    }
}

/// What must hold before a release changes or goes away: it is on its way nowhere, and runs nowhere that is
/// protected. Where nothing is protected it has been tried out, and what was found wrong may be mended.
fn nowhere(state: &State, release: &Release) -> Result<(), Halt> {
    for open in state.deployments_of(&release.name) {
        if open.in_progress() {
            return Err(deployment_open(&release.name, &open.id).into());
        }
        let place = state.environments.get(&open.environment);
        if place.is_some_and(|place| place.protected) {
            return Err(still_running(&release.name, &open.environment).into());
        }
    }
    Ok(())
}

/// Says go, which the gate must carry, or no-go, which stops the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideRelease {
    /// About which release.
    pub release: ReleaseName,
    /// What.
    pub decision: Decided,
    /// For which environment; a go names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

impl Decide for DecideRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        Ok(Required::on(
            Permission::Decide,
            targets(found(state, &self.release)?),
        ))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = found(state, &self.release)?;
        let made = DecisionMade {
            release: self.release.clone(),
            decision: self.decision,
            environment: self.environment.clone(),
            reason: self.reason.clone(),
            person: context.actor.person().cloned(),
            signature: self.signature.clone(),
        };
        let mut facts = match (self.decision, release.stage) {
            (Decided::Go, Stage::Submitted) => self.go(state, context, release, made)?,
            (Decided::NoGo, Stage::Submitted | Stage::Draft) => vec![made.into()],
            (_, stage) => return Err(wrong_stage(&self.release, stage, "decided about").into()),
        };
        let used = self.check_signature(state, context, release)?;
        facts.extend(used.map(Fact::from));
        Ok(facts)
    }
}

impl DecideRelease {
    /// That the signature holds, if there is one; what it says of how often its key has signed.
    fn check_signature(
        &self,
        state: &State,
        context: &Context<'_>,
        release: &Release,
    ) -> Result<Option<KeyUsed>, Refusal> {
        let Some(signed) = &self.signature else {
            return Ok(None);
        };
        let person = context.actor.person();
        let stating = Stating {
            decision: match self.decision {
                Decided::Go => Act::Go,
                Decided::NoGo => Act::NoGo,
            },
            person: person.ok_or_else(|| key_unknown(signed.proof.key()))?,
            environment: self.environment.as_ref(),
            waiver: None,
            reason: signed.payload.reason,
            seen: signed.payload.seen.clone(),
        };
        let reasoned = self.reason.is_some();
        check_statement(state, release, &stating, signed, reasoned, context.position)
    }

    fn go(
        &self,
        state: &State,
        context: &Context<'_>,
        release: &Release,
        made: DecisionMade,
    ) -> Result<Vec<Fact>, Halt> {
        let name = self
            .environment
            .as_ref()
            .map(EnvironmentName::as_str)
            .unwrap_or_default();
        let place = self
            .environment
            .as_ref()
            .and_then(|name| state.environments.get(name));
        let place = place.ok_or_else(|| environment_unknown(name))?;
        let verdict = gate::judge(state, place, release, &Inputs::from(context))?;
        // It is said of the content: when it may go, the gate says again when it goes.
        if verdict.go_in_time() {
            let verdict = verdict.bounded();
            return Ok(vec![gate::Judged { verdict }.into(), made.into()]);
        }
        let refusal = gate_does_not_go(&self.release, &place.name, verdict.verdict);
        Err(verdict.refuse(refusal).into())
    }
}

/// Gives a release up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelRelease {
    /// Which.
    pub release: ReleaseName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for CancelRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = found(state, &self.release)?;
        match release.stage {
            Stage::Cancelled => return Ok(Vec::new()),
            Stage::Closed | Stage::Imported => {
                return Err(wrong_stage(&self.release, release.stage, "cancelled").into());
            }
            Stage::Draft | Stage::Submitted | Stage::Stopped => {}
        }
        nowhere(state, release)?;
        let cancelled = Cancelled {
            release: self.release.clone(),
            reason: self.reason.clone(),
        };
        Ok(vec![cancelled.into()])
    }
}
