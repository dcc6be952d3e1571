//! The criterion `approvals`: enough distinct, eligible people in a role, for every component; with `signed`, those
//! alone count who have signed with a key that still is theirs.

use std::collections::BTreeSet;

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::access::{Role, Target};
use crate::approval::{Approval, Say, conflict, distinct};
use crate::catalogue::ComponentName;
use crate::organisation::PersonId;

pub(super) fn ask(asked: &Asked<'_>, role: Role, quorum: u32, signed: bool) -> Answer {
    let mut answer = Answer::met();
    for component in &asked.release.components {
        let counting: Vec<_> = counting(asked, role, component).collect();
        let against = counting.iter().filter(|given| given.say == Say::Reject);
        answer
            .against
            .extend(against.map(|given| refusal::rejected(&given.person, role, component)));
        let said = counting.iter().filter(|given| given.say == Say::Approve);
        let all: Vec<_> = said.copied().collect();
        // A no counts however it was said.
        let counts = |given: &&&Approval| !signed || given.signed_with(asked.state).is_some();
        let yes: Vec<_> = all.iter().filter(counts).copied().collect();
        let have = distinct(&yes);
        if have < quorum {
            let missing = quorum - have;
            let eligible = eligible(asked, role, component, &yes);
            let wait = Wait::Approval {
                role,
                component: component.clone(),
                missing,
                eligible,
                signed,
            };
            let unsigned = distinct(&all).saturating_sub(have);
            let reason = match signed {
                true => refusal::signed_missing(have, quorum, role, component, unsigned),
                false => refusal::approval_missing(have, quorum, role, component),
            };
            answer.open.push((reason, wait));
        }
    }
    answer
}

/// The decisions that count for a component: on this manifest, by people whom nothing stands against now.
fn counting<'a>(
    asked: &'a Asked<'a>,
    role: Role,
    component: &'a ComponentName,
) -> impl Iterator<Item = &'a Approval> {
    let now = asked.inputs.now;
    asked.release.approvals.iter().filter(move |given| {
        given.role == role
            && given.counts(
                asked.state,
                &asked.place.name,
                component,
                &asked.manifest,
                now,
            )
            && [&given.person, given.principal()]
                .into_iter()
                .all(|person| conflict(asked.state, asked.release, person, now).is_none())
    })
}

/// Who could still approve and is there now: at most ten.
fn eligible(
    asked: &Asked<'_>,
    role: Role,
    component: &ComponentName,
    given: &[&Approval],
) -> Vec<PersonId> {
    let (state, now) = (asked.state, asked.inputs.now);
    let place = Target::Place(asked.place.name.clone(), component.clone());
    let away: BTreeSet<_> = state
        .absences
        .values()
        .filter(|away| away.active(now) && away.covers(&place, state))
        .map(|away| &away.person)
        .collect();
    let holders = state
        .grants
        .values()
        .filter(|grant| {
            grant.role == role && grant.active(now) && grant.scope.covers(&place, state)
        })
        .map(|grant| &grant.person);
    let people: BTreeSet<_> = holders
        .filter(|person| {
            state.member(person)
                && !away.contains(person)
                && !given
                    .iter()
                    .any(|g| g.person == **person || g.principal() == *person)
                && conflict(state, asked.release, person, now).is_none()
        })
        .collect();
    people.into_iter().take(10).cloned().collect()
}
