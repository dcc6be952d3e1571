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
            .map(|change| match change {
                Change::Component(new) => match state.components.get(&new.name) {
                    Some(_) => Some(Target::Component(new.name.clone())),
                    None => Some(Target::Unit(new.unit.clone())),
                },
                Change::RetireComponent(name) => Some(Target::Component(name.clone())),
                _ => None,
            });
        match components.collect::<Option<Vec<_>>>() {
            Some(targets) => Ok(Required::on(Permission::Catalogue, targets)),
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
