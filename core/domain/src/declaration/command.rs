//! Applying a configuration.

use serde::{Deserialize, Serialize};

use super::{Change, check, problems};
use crate::access::{Permission, Required, Target};
use crate::kernel::{Context, Decide, Halt, Meta};
use crate::{Fact, State, evolve};

/// Makes the organisation what these items say, all of them or none.
///
/// Items are taken in order, each against what the ones before it have made; those that change nothing
/// leave no entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// The items.
    pub changes: Vec<Change>,
}

impl Decide for Apply {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let components = self
            .changes
            .iter()
            .filter(|change| !change.idle(state))
            .map(|change| catalogue(change, state));
        match components.collect::<Option<Vec<_>>>() {
            Some(targets) => Ok(Required::on(Permission::Catalogue, targets.concat())),
            None => Ok(Required::everywhere(Permission::Configure)),
        }
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let mut draft = state.clone();
        let mut facts = Vec::new();
        let mut reasons = Vec::new();
        for change in self.changes.iter() {
            if change.idle(&draft) {
                continue;
            }
            reasons.extend(problems(change, &draft)?);
            let fact = change.fact();
            let position = context.position + facts.len() as u64;
            let meta = Meta {
                position,
                time: context.now,
                actor: context.actor.clone(),
            };
            evolve(&mut draft, &fact, &meta);
            facts.push(fact);
        }
        match check::refusal(reasons) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(facts),
        }
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
        _ => None,
    }
}
