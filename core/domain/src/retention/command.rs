//! What can be asked of what stays, and of holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::class::class_of;
use super::refusal::{hold_on_nothing, hold_past, hold_person_only, hold_unknown};
use super::{Forgotten, HoldId, HoldLifted, HoldPlaced, HoldScope, Kept, Retained, hold};
use crate::access::{Permission, Required};
use crate::kernel::{Context, Decide, Halt, Need, Sealed, Time};
use crate::organisation::{PersonId, person_unknown};
use crate::release::{Release, ReleaseName};
use crate::{Fact, State};

/// How many releases are told in one entry, and looked at in one turn.
const TOGETHER: usize = 200;

const DAY_MS: i64 = 24 * 3_600_000;

/// What would stay for a release, whether or not it has to.
fn kept(state: &State, release: &Release, now: Time) -> (Kept, u32) {
    let (class, days) = class_of(state, release.components.iter());
    let from = match release.finished() {
        true => release.turned,
        false => now,
    };
    let kept = Kept {
        class,
        until: from.after(i64::from(days) * DAY_MS),
        components: release.components.iter().cloned().collect(),
    };
    (kept, days)
}

/// Releases with their names; whatever is missing is asked for in one go, before anything is computed.
fn looked_up<'a>(
    state: &'a State,
    names: impl IntoIterator<Item = &'a ReleaseName>,
) -> Result<Vec<(&'a ReleaseName, Option<&'a Release>)>, Need> {
    let found = names.into_iter();
    Need::gather(found.map(|name| Ok((name, state.releases.get(&name.key())?))))
}

/// What has to stay of a person for the releases that they had a say in, if they are erased now.
pub(super) fn would_stay(
    state: &State,
    person: &PersonId,
    decided: &BTreeSet<ReleaseName>,
    now: Time,
) -> Result<Vec<(ReleaseName, Kept)>, Need> {
    let mut all = Vec::new();
    for (name, release) in looked_up(state, decided)? {
        let Some(release) = release else { continue };
        let (kept, days) = kept(state, release, now);
        let held = || hold::on(state, person, name, &kept).next().is_some();
        if (days > 0 && kept.until > now) || held() {
            all.push((name.clone(), kept));
        }
    }
    Ok(all)
}

/// The same, as it is recorded.
pub(crate) fn keep(
    state: &State,
    person: &PersonId,
    decided: &BTreeSet<ReleaseName>,
    now: Time,
) -> Result<Vec<Fact>, Need> {
    let all = would_stay(state, person, decided, now)?;
    let chunk = |part: &[(ReleaseName, Kept)]| {
        Retained {
            person: person.clone(),
            releases: part.iter().cloned().collect(),
        }
        .into()
    };
    Ok(all.chunks(TOGETHER).map(chunk).collect())
}

/// Destroys what nothing keeps any more of somebody who was erased; only Holdpoint itself asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetPerson {
    /// Of whom.
    pub person: PersonId,
}

impl Decide for ForgetPerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let now = context.now;
        let free = |(name, kept): &(&ReleaseName, &Kept)| {
            kept.until <= now && hold::on(state, &self.person, name, kept).next().is_none()
        };
        let due = state.retained(&self.person).filter(free).take(TOGETHER);
        let (mut gone, mut stays) = (Vec::new(), BTreeMap::new());
        for (name, release) in looked_up(state, due.map(|(name, _)| name))? {
            match release {
                // It was not finished when it was looked at last; classes may have changed, too.
                Some(release) => match kept(state, release, now) {
                    (kept, days) if days > 0 && kept.until > now => {
                        stays.insert(name.clone(), kept);
                    }
                    _ => gone.push(name.clone()),
                },
                None => gone.push(name.clone()),
            }
        }
        let person = &self.person;
        let forgotten = (!gone.is_empty()).then(|| {
            Forgotten {
                person: person.clone(),
                releases: gone,
            }
            .into()
        });
        let retained = (!stays.is_empty()).then(|| {
            Retained {
                person: person.clone(),
                releases: stays,
            }
            .into()
        });
        Ok(forgotten.into_iter().chain(retained).collect())
    }
}

/// Places a legal hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceHold {
    /// On what.
    pub scope: HoldScope,
    /// Why.
    pub reason: Sealed,
    /// Until when; until it is lifted if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

impl PlaceHold {
    fn exists(&self, state: &State) -> Result<bool, Halt> {
        Ok(match &self.scope {
            HoldScope::Organisation => true,
            HoldScope::Release(name) => state.releases.get(&name.key())?.is_some(),
            HoldScope::Component(name) => state.components.contains_key(name),
            HoldScope::Person(id) if state.people.contains_key(id) => true,
            HoldScope::Person(id) => return Err(person_unknown(id).into()),
        })
    }
}

impl Decide for PlaceHold {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Hold))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(hold_person_only)?;
        if let Some(until) = self.until.filter(|until| *until <= context.now) {
            return Err(hold_past(until).into());
        }
        if !self.exists(state)? {
            return Err(hold_on_nothing(&self.scope).into());
        }
        let placed = HoldPlaced {
            hold: HoldId::from_bits(context.fresh(0)),
            scope: self.scope.clone(),
            person: person.clone(),
            reason: self.reason.clone(),
            until: self.until,
        };
        Ok(vec![placed.into()])
    }
}

fn lift(state: &State, hold: &HoldId, reason: Option<Sealed>) -> Result<Vec<Fact>, Halt> {
    if !state.holds.contains_key(hold) {
        return Err(hold_unknown(hold).into());
    }
    let hold = hold.clone();
    Ok(vec![HoldLifted { hold, reason }.into()])
}

/// Lifts a legal hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiftHold {
    /// Which.
    pub hold: HoldId,
    /// Why.
    pub reason: Sealed,
}

impl Decide for LiftHold {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Hold))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        lift(state, &self.hold, Some(self.reason.clone()))
    }
}

/// Ends a hold whose time has come; only Holdpoint itself asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndHold {
    /// Which.
    pub hold: HoldId,
}

impl Decide for EndHold {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let found = state.holds.get(&self.hold);
        let ends = found.and_then(|hold| hold.until);
        match ends.is_some_and(|ends| ends <= context.now) {
            true => lift(state, &self.hold, None),
            false => Ok(Vec::new()),
        }
    }
}
