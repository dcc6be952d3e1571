//! The criterion `approvals`: enough distinct, eligible people in a role, for every component; with `signed`, those
//! alone count who have signed with a key that still is theirs; with `active`, those alone who are not deactivated.

use std::collections::BTreeSet;

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::State;
use crate::access::{Role, Target};
use crate::approval::{Approval, Say, conflict, distinct};
use crate::catalogue::ComponentName;
use crate::organisation::PersonId;

/// Which approvals count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Which {
    /// Only those that are signed.
    pub(super) signed: bool,
    /// Only those of people who are not deactivated.
    pub(super) active: bool,
}

impl Which {
    fn counts(self, state: &State, given: &Approval) -> bool {
        (!self.signed || given.signed_with(state).is_some())
            && (!self.active || state.active(&given.person))
    }
}

pub(super) fn ask(asked: &Asked<'_>, role: Role, quorum: u32, which: Which) -> Answer {
    let Which { signed, .. } = which;
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
        let counts = |given: &&&Approval| which.counts(asked.state, given);
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

/// Who could still approve and is there now: at most ten. For who is deactivated those are asked who stand in for them.
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
    let free = |person: &PersonId| {
        let said = |g: &&Approval| g.person == *person || g.principal() == person;
        !given.iter().any(said) && conflict(state, asked.release, person, now).is_none()
    };
    let mut people: BTreeSet<_> = BTreeSet::new();
    for person in holders.filter(|person| free(person)) {
        let deputies = deputies(asked, role, &place, person).filter(|deputy| free(deputy));
        match state.active(person) {
            true => people.extend([person]),
            false => people.extend(deputies),
        }
    }
    let there = people
        .into_iter()
        .filter(|person| state.active(person) && !away.contains(person));
    there.take(10).cloned().collect()
}

/// Who stands in for the person there.
fn deputies<'a>(
    asked: &'a Asked<'a>,
    role: Role,
    place: &'a Target,
    person: &'a PersonId,
) -> impl Iterator<Item = &'a PersonId> {
    let (state, now) = (asked.state, asked.inputs.now);
    let all = state.delegations.values();
    let fits = move |one: &&crate::access::Delegation| {
        one.from == *person
            && one.active(now)
            && one.role.is_none_or(|named| named == role)
            && one.scope.covers(place, state)
    };
    all.filter(fits).map(|one| &one.to)
}
