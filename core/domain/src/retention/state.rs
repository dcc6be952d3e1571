//! What stays of a person, and when it is to be looked at.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::command::would_stay;
use super::hold;
use super::{Hold, HoldId};
use crate::State;
use crate::catalogue::ComponentName;
use crate::kernel::{Need, Time};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

/// What stays of a person for one release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The retention class.
    pub class: String,
    /// Until when that keeps it; a hold may keep it longer.
    pub until: Time,
    /// The release's components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
}

impl State {
    /// What stays of a person who was erased, by release.
    pub fn retained(&self, person: &PersonId) -> impl Iterator<Item = (&ReleaseName, &Kept)> {
        let found = self.people.get(person);
        found.into_iter().flat_map(|found| &found.retained)
    }

    /// What would stay of somebody who had a say in these releases, if they were erased now.
    ///
    /// # Errors
    /// When a release is not in memory.
    pub fn would_stay(
        &self,
        person: &PersonId,
        decided: &BTreeSet<ReleaseName>,
        now: Time,
    ) -> Result<Vec<(ReleaseName, Kept)>, Need> {
        would_stay(self, person, decided, now)
    }

    /// The holds that are on what stays of a person for a release.
    pub fn holds_on<'s>(
        &'s self,
        person: &PersonId,
        release: &ReleaseName,
        kept: &Kept,
    ) -> impl Iterator<Item = (&'s HoldId, &'s Hold)> {
        hold::on(self, person, release, kept)
    }
}

/// When something that stays of a person may go; what is held waits for the hold to be lifted.
pub(crate) fn next_due(state: &State, person: &PersonId) -> Option<Time> {
    let free = |(release, kept): &(&ReleaseName, &Kept)| {
        hold::on(state, person, release, kept).next().is_none()
    };
    let until = state.retained(person).filter(free);
    until.map(|(_, kept)| kept.until).min()
}

/// Whose time a hold that was placed or lifted may have changed.
pub(crate) fn note_hold(state: &State) -> Vec<PersonId> {
    let kept = state
        .people
        .iter()
        .filter(|(_, person)| !person.retained.is_empty());
    kept.map(|(id, _)| id.clone()).collect()
}
