//! What people decide about steps.

use serde::{Deserialize, Serialize};

use super::super::event::StepDecided;
use super::super::follow::{Follow, found};
use super::super::outcome::StepResult;
use super::super::refusal::{
    run_person_only, step_needs_words, step_not_open, step_not_theirs, step_second_person,
    step_starter, step_unknown,
};
use super::super::run::{Attempt, AttemptState, Run, RunId};
use super::super::work::{Approval, Manual, Work};
use crate::access::{Permission, Required, Role, Target, holds};
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed};
use crate::organisation::PersonId;
use crate::{Fact, State};

/// Decides about a step that waits for people: an approval, or a manual task, which is said to be done and then confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideStep {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
    /// Whether it goes on.
    pub approved: bool,
    /// In which role, of an approval that asks for several; the first that they have if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sealed>,
}

impl Decide for DecideStep {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::DecideStep))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(run_person_only)?;
        let run = found(state, &self.run)?;
        let place = run.planned.find(&self.step);
        let place = place.ok_or_else(|| step_unknown(&self.run, &self.step))?;
        let attempt = run.attempts.get(&place);
        let attempt = attempt.filter(|attempt| attempt.state == AttemptState::Running);
        let attempt = attempt.ok_or_else(|| step_not_open(&self.step))?;
        let asked = Asked {
            state,
            context,
            run,
            place,
            attempt,
            person,
        };
        let role = match run.work(place) {
            Some(Work::Approval(approval)) => Some(self.approves(&asked, approval)?),
            Some(Work::Manual(manual)) => self.does(&asked, manual).map(|()| None)?,
            _ => return Err(step_not_open(&self.step).into()),
        };
        let decided = StepDecided {
            run: self.run.clone(),
            step: self.step.clone(),
            place,
            intent: attempt.intent,
            role,
            approved: self.approved,
            comment: self.comment.clone(),
        };
        let mut follow = Follow::new(state, context, &self.run);
        follow.take(decided);
        match self.approved {
            true => follow.look(&self.run, place)?,
            false => follow.end(&self.run, place, StepResult::not("it was rejected"))?,
        }
        follow.settled()
    }
}

/// Who is asked, about what.
struct Asked<'a, 'c> {
    state: &'a State,
    context: &'a Context<'c>,
    run: &'a Run,
    place: u32,
    attempt: &'a Attempt,
    person: &'a PersonId,
}

impl Asked<'_, '_> {
    /// Where a role has to be held.
    fn target(&self) -> Target {
        let environment = self.run.environment(self.place).cloned();
        environment.map_or(Target::Anywhere, Target::Use)
    }

    fn holds(&self, role: Role) -> bool {
        let (state, now) = (self.state, self.context.now);
        holds(state, self.person, &self.target(), now, |held| held == role)
    }

    fn has_decided(&self) -> bool {
        let mut decided = self.attempt.decided.iter();
        decided.any(|one| one.person == *self.person)
    }
}

impl DecideStep {
    /// The role in which they decide.
    fn approves(&self, asked: &Asked<'_, '_>, approval: &Approval) -> Result<Role, Refusal> {
        let mut fitting = approval.roles.iter().copied();
        let role = fitting.find(|role| {
            self.role.is_none_or(|chosen| chosen == *role)
                && asked.holds(*role)
                && !enough(asked.attempt, approval, *role)
        });
        let Some(role) = role else {
            let roles: Vec<_> = approval.roles.iter().map(ToString::to_string).collect();
            return Err(step_not_theirs(&self.step, roles.join(", ")));
        };
        if asked.run.by.person() == Some(asked.person) {
            return Err(step_starter(&self.step));
        }
        match asked.has_decided() {
            true => Err(step_second_person(&self.step)),
            false => Ok(role),
        }
    }

    /// Whether they may say that the work is done, or confirm it.
    fn does(&self, asked: &Asked<'_, '_>, manual: &Manual) -> Result<(), Refusal> {
        let (target, now) = (asked.target(), asked.context.now);
        let mut responsible = std::iter::once(&manual.owner).chain(manual.deputy.as_ref());
        let theirs = responsible.any(|one| one.includes(asked.state, asked.person, &target, now));
        if !theirs {
            let deputy = manual.deputy.as_ref();
            let whose = match deputy {
                Some(deputy) => format!("{}, or {deputy}", manual.owner),
                None => manual.owner.to_string(),
            };
            return Err(step_not_theirs(&self.step, whose));
        }
        if asked.has_decided() {
            return Err(step_second_person(&self.step));
        }
        let first = asked.attempt.decided.is_empty() && self.approved;
        match first && !manual.attachment.is_empty() && self.comment.is_none() {
            true => Err(step_needs_words(&self.step, &manual.attachment)),
            false => Ok(()),
        }
    }
}

/// Whether a role has its people already.
fn enough(attempt: &Attempt, approval: &Approval, role: Role) -> bool {
    let decided = attempt.decided.iter();
    let count = decided.filter(|one| one.role == Some(role)).count();
    count >= approval.quorum as usize
}
