//! Readiness items: what a person confirms by hand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::on_release;
use super::refusal::{item_not_asked, item_not_confirmed};
use super::{Confirmation, Release, ReleaseName, found};
use crate::access::{Permission, Required};
use crate::gate::Ask;
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Meta, Opening, Sealed};
use crate::{Fact, State};

/// A readiness item was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadinessConfirmed {
    /// Of which release.
    pub release: ReleaseName,
    /// Which item.
    pub item: String,
    /// With what note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
}

on_release!(ReadinessConfirmed, None, |event, release, meta| {
    if let Some(person) = meta.actor.person() {
        let confirmation = Confirmation {
            person: person.clone(),
            time: meta.time,
            note: event.note.clone(),
        };
        release.readiness.insert(event.item.clone(), confirmation);
    }
});

/// A confirmation was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadinessWithdrawn {
    /// Of which release.
    pub release: ReleaseName,
    /// Which item.
    pub item: String,
}

on_release!(ReadinessWithdrawn, None, |event, release, _meta| {
    release.readiness.remove(&event.item)
});

/// Confirms a readiness item, or takes the confirmation back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmReadiness {
    /// Of which release.
    pub release: ReleaseName,
    /// Which item.
    pub item: String,
    /// With what note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// Whether to take it back.
    #[serde(default)]
    pub withdraw: bool,
}

impl Decide for ConfirmReadiness {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let release = found(state, &self.release)?;
        Ok(Required::on(Permission::Readiness, super::targets(release)))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = super::unfinished(state, &self.release)?;
        let name = release.name.clone();
        let item = self.item.clone();
        if self.withdraw {
            return match release.readiness.contains_key(&item) {
                true => Ok(vec![
                    ReadinessWithdrawn {
                        release: name,
                        item,
                    }
                    .into(),
                ]),
                false => Err(item_not_confirmed(&item, &name).into()),
            };
        }
        if !asked(state, release, &item) {
            return Err(item_not_asked(&item, &name).into());
        }
        let note = self.note.clone();
        Ok(vec![
            ReadinessConfirmed {
                release: name,
                item,
                note,
            }
            .into(),
        ])
    }
}

/// Whether the template or any gate asks for the item.
fn asked(state: &State, release: &Release, item: &str) -> bool {
    let names = |ask: &Ask| matches!(ask, Ask::Readiness { item: asked } if asked == item);
    let places = state
        .environments
        .values()
        .flat_map(|place| &place.criteria);
    let parts = release
        .components
        .iter()
        .filter_map(|name| state.components.get(name));
    release.readiness_asked.iter().any(|asked| asked == item)
        || places
            .chain(parts.flat_map(|part| &part.criteria))
            .any(|line| names(&line.ask))
}
