//! Applying a configuration.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Change, check, problems};
use crate::access::{self, Permission, Required, Target};
use crate::kernel::{Context, Decide, Halt, Meta};
use crate::organisation::{AddPerson, ErasePerson, PersonId};
use crate::release::ReleaseName;
use crate::{Fact, State, directory, evolve};

/// Makes the organisation what these items say, all of them or none.
///
/// Items are taken in order, each against what the ones before it have made; those that change nothing
/// leave no entry. People who come with them are added first, people who go with them are erased last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// People who are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// The items.
    pub changes: Vec<Change>,
    /// People who are erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<PersonId>,
    /// The releases that those had a say in, as the ledger knows; whoever asks leaves it out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub decided: BTreeMap<PersonId, BTreeSet<ReleaseName>>,
}

impl Decide for Apply {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let components = self
            .changes
            .iter()
            .filter(|change| !change.idle(state))
            .map(|change| catalogue(change, state));
        match components.collect::<Option<Vec<_>>>() {
            // People alone: what they need is asked for each of them.
            Some(targets)
                if targets.is_empty() && !(self.people.is_empty() && self.gone.is_empty()) =>
            {
                Ok(Required::everywhere(Permission::AddPerson))
            }
            Some(targets) => Ok(Required::on(Permission::Catalogue, targets.concat())),
            None => Ok(Required::everywhere(Permission::Configure)),
        }
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let mut draft = Draft {
            context,
            state: state.clone(),
            facts: Vec::new(),
        };
        let mut reasons = Vec::new();
        for person in &self.people {
            let person = person.clone();
            draft.ask("person.add", &AddPerson { person })?;
        }
        for change in self.changes.iter() {
            if !change.idle(&draft.state) {
                reasons.extend(problems(change, &draft.state)?);
                reasons.extend(access::policy::problem(change, context)?);
                draft.take(change.fact());
            }
        }
        if let Some(refusal) = check::refusal(reasons) {
            return Err(refusal.into());
        }
        let decided = self.decided.values().flatten();
        state.releases.ready(decided.map(ReleaseName::key))?;
        // Roles that came from groups which give them no more.
        let unmapped = directory::unmapped(&draft.state, context.now);
        unmapped.into_iter().for_each(|fact| draft.take(fact));
        let followed = directory::followed(&draft.state, context, FOLLOWED)?;
        followed.into_iter().for_each(|fact| draft.take(fact));
        for person in &self.gone {
            let erase = ErasePerson {
                person: person.clone(),
                reason: None,
                decided: self.decided.get(person).cloned().unwrap_or_default(),
            };
            draft.ask("person.erase", &erase)?;
        }
        Ok(draft.facts)
    }
}

/// The first fresh id of what follows from groups: items use those below.
const FOLLOWED: u32 = 1_000_000;

/// What the items so far add up to.
struct Draft<'a, 'c> {
    context: &'a Context<'c>,
    state: State,
    facts: Vec<Fact>,
}

impl Draft<'_, '_> {
    fn take(&mut self, fact: Fact) {
        let meta = Meta {
            position: self.context.position + self.facts.len() as u64,
            time: self.context.now,
            actor: self.context.actor.clone(),
        };
        evolve(&mut self.state, &fact, &meta);
        self.facts.push(fact);
    }

    /// Does another command on the way, for which the actor needs its own permission.
    fn ask(&mut self, name: &'static str, command: &impl Decide) -> Result<(), Halt> {
        let (actor, now) = (self.context.actor, self.context.now);
        let required = command.required(&self.state)?;
        access::check(&self.state, actor, &required, now)?;
        access::obey(
            &self.state,
            name,
            &required,
            &required.targets,
            &[],
            access::Manner::default(),
            self.context,
        )?;
        let facts = command.decide(&self.state, self.context)?;
        facts.into_iter().for_each(|fact| self.take(fact));
        Ok(())
    }
}

/// What a change of the catalogue is about, the unit that it moves a component to included; none for others.
fn catalogue(change: &Change, state: &State) -> Option<Vec<Target>> {
    match change {
        Change::Component(new) => {
            let unit = Target::Unit(new.unit.clone());
            let own = || Target::Component(new.name.clone());
            Some(match state.components.get(&new.name) {
                Some(old) if old.unit == new.unit => vec![own()],
                Some(_) => vec![own(), unit],
                None => vec![unit],
            })
        }
        Change::RetireComponent(name) => Some(vec![Target::Component(name.clone())]),
        Change::Pipeline(pipeline) => owners(state, &pipeline.repository),
        Change::RetirePipeline(name) => {
            let found = state.pipelines.get(name)?;
            owners(state, &found.repository)
        }
        _ => None,
    }
}

/// The components of a repository, whose owners say what its pipelines are; none if it has none.
fn owners(state: &State, repository: &str) -> Option<Vec<Target>> {
    let all = state.components.values();
    let own = all.filter(|component| component.repository == repository && !repository.is_empty());
    let targets: Vec<_> = own
        .map(|component| Target::Component(component.name.clone()))
        .collect();
    (!targets.is_empty()).then_some(targets)
}
