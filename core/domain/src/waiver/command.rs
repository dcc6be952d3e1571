//! What can be asked of waivers.

use serde::{Deserialize, Serialize};

use super::refusal::{
    criterion_unknown, finding_unknown, findings_too_many, not_waivable, person_only,
    waiver_by_maker, waiver_by_oneself, waiver_ended, waiver_past, waiver_too_long, waiver_unknown,
};
use super::{Approved, Expired, Requested, Revoked, Waiver, WaiverId};
use crate::access::{Permission, Required};
use crate::approval::conflict;
use crate::environment::{Environment, EnvironmentName, environment_unknown};
use crate::gate::{self, Ask, Inputs};
use crate::kernel::{Context, Decide, Halt, Need, Sealed, Time};
use crate::release::{self, Release, ReleaseName};
use crate::signing::{Act, SignedStatement, Stating, check_statement};
use crate::{Fact, State};

/// The longest waiver, in days.
const LONGEST: i64 = 90;

/// How many findings one waiver is from at most: somebody has to look at each. Several waivers excuse more.
pub const MOST_FINDINGS: usize = 200;

fn open<'a>(state: &'a State, id: &WaiverId) -> Result<&'a Waiver, Halt> {
    let waiver = state
        .waivers
        .get(&id.key())?
        .ok_or_else(|| waiver_unknown(id))?;
    match waiver.ended {
        true => Err(waiver_ended(id).into()),
        false => Ok(waiver),
    }
}

fn on_release(state: &State, permission: Permission, name: &ReleaseName) -> Result<Required, Halt> {
    Ok(Required::on(
        permission,
        release::targets(release::found(state, name)?),
    ))
}

/// Asks for an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestWaiver {
    /// For which release.
    pub release: ReleaseName,
    /// In which environment.
    pub environment: EnvironmentName,
    /// From which criterion.
    pub criterion: String,
    /// From these findings of the checks that it rests on only, by what they are recognised by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Why.
    pub reason: Sealed,
    /// Until when, at most 90 days from now.
    pub ends: Time,
}

impl Decide for RequestWaiver {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        on_release(state, Permission::RequestWaiver, &self.release)
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(person_only)?;
        let (place, release) = self.check_criterion(state)?;
        self.check_findings(state, place, release, &Inputs::from(context))?;
        if self.ends <= context.now {
            return Err(waiver_past(self.ends).into());
        }
        if self.ends > context.now.after(LONGEST * 24 * 3_600_000) {
            return Err(waiver_too_long(LONGEST).into());
        }
        let requested = Requested {
            waiver: WaiverId::from_bits(context.fresh(0)),
            release: self.release.clone(),
            environment: self.environment.clone(),
            criterion: self.criterion.clone(),
            findings: self.findings.clone(),
            reason: self.reason.clone(),
            person: person.clone(),
            ends: self.ends,
        };
        Ok(vec![requested.into()])
    }
}

impl RequestWaiver {
    fn check_criterion<'a>(
        &self,
        state: &'a State,
    ) -> Result<(&'a Environment, &'a Release), Halt> {
        let release = release::unfinished(state, &self.release)?;
        let unknown = || environment_unknown(&self.environment);
        let place = state
            .environments
            .get(&self.environment)
            .ok_or_else(unknown)?;
        // The calendar is asked as soon as anything is in the way.
        if self.criterion == gate::CALENDAR {
            return Ok((place, release));
        }
        let lines = gate::lines(state, place, release);
        let mut named = lines
            .iter()
            .filter(|line| line.criterion.name == self.criterion)
            .peekable();
        if named.peek().is_none() {
            return Err(criterion_unknown(&self.criterion, &self.environment).into());
        }
        let fixed = |line: &gate::Line| {
            let people = matches!(line.criterion.ask, Ask::Approvals { .. });
            !line.criterion.waivable || (place.protected && people)
        };
        match named.any(fixed) {
            true => Err(not_waivable(&self.criterion).into()),
            false => Ok((place, release)),
        }
    }

    /// A waiver is from what has been found, so that nobody excuses what is yet to come.
    fn check_findings(
        &self,
        state: &State,
        place: &Environment,
        release: &Release,
        inputs: &Inputs<'_>,
    ) -> Result<(), Halt> {
        if self.findings.is_empty() {
            return Ok(());
        }
        if self.findings.len() > MOST_FINDINGS {
            return Err(findings_too_many(self.findings.len(), MOST_FINDINGS).into());
        }
        let lines = gate::lines(state, place, release);
        let lines = lines
            .iter()
            .filter(|line| line.criterion.name == self.criterion);
        let found = lines.map(|line| gate::findings(state, place, release, line, inputs));
        let found = Need::gather(found)?;
        let known = |finding: &&String| found.iter().any(|known| known.contains(*finding));
        match self.findings.iter().find(|finding| !known(finding)) {
            Some(finding) => Err(finding_unknown(finding, &self.criterion).into()),
            None => Ok(()),
        }
    }
}

/// Grants an exception that somebody else has asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveWaiver {
    /// Which.
    pub waiver: WaiverId,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

impl Decide for ApproveWaiver {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        on_release(
            state,
            Permission::ApproveWaiver,
            &open(state, &self.waiver)?.release,
        )
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(person_only)?;
        let waiver = open(state, &self.waiver)?;
        if waiver.requested_by == *person {
            return Err(waiver_by_oneself().into());
        }
        let release = release::found(state, &waiver.release)?;
        if let Some(why) = conflict(state, release, person, context.now) {
            return Err(waiver_by_maker(why).into());
        }
        if context.now >= waiver.ends {
            return Err(waiver_ended(&self.waiver).into());
        }
        if waiver.approved_by.is_some() {
            return Ok(Vec::new());
        }
        let approved = Approved {
            waiver: self.waiver.clone(),
            release: waiver.release.clone(),
            person: person.clone(),
            signature: self.signature.clone(),
        };
        let signature = self.signature.as_deref();
        let used = checked(state, context, waiver, (Act::Grant, false), signature)?;
        Ok([approved.into()].into_iter().chain(used).collect())
    }
}

/// Takes an exception back, or turns a request down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeWaiver {
    /// Which.
    pub waiver: WaiverId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

/// That the signature about a waiver holds, if there is one; what it says of how often its key has signed.
fn checked(
    state: &State,
    context: &Context<'_>,
    waiver: &Waiver,
    (decision, reasoned): (Act, bool),
    signature: Option<&SignedStatement>,
) -> Result<Option<Fact>, Halt> {
    let Some(signed) = signature else {
        return Ok(None);
    };
    let stating = Stating {
        decision,
        person: context.actor.person().ok_or_else(person_only)?,
        environment: Some(&waiver.environment),
        waiver: Some(waiver),
        reason: signed.payload.reason,
        seen: signed.payload.seen.clone(),
    };
    let release = release::found(state, &waiver.release)?;
    let position = context.position;
    let used = check_statement(state, release, &stating, signed, reasoned, position)?;
    Ok(used.map(Fact::from))
}

impl Decide for RevokeWaiver {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        on_release(
            state,
            Permission::ApproveWaiver,
            &open(state, &self.waiver)?.release,
        )
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let waiver = open(state, &self.waiver)?;
        let act = (Act::Revoke, self.reason.is_some());
        let used = checked(state, context, waiver, act, self.signature.as_deref())?;
        let revoked = Revoked {
            waiver: self.waiver.clone(),
            release: waiver.release.clone(),
            reason: self.reason.clone(),
            person: context.actor.person().cloned(),
            signature: self.signature.clone(),
        };
        Ok([revoked.into()].into_iter().chain(used).collect())
    }
}

/// Ends a waiver whose time has come; only Holdpoint itself does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpireWaiver {
    /// Which.
    pub waiver: WaiverId,
}

impl Decide for ExpireWaiver {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let waiver = open(state, &self.waiver)?;
        if context.now < waiver.ends {
            return Ok(Vec::new());
        }
        let expired = Expired {
            waiver: self.waiver.clone(),
            release: waiver.release.clone(),
        };
        Ok(vec![expired.into()])
    }
}
