//! `archive.list`: legal holds, and what stays of people who were erased.

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::retention::{HoldId, Kept};
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Names, PersonRef, Reader, ServiceError};

/// Legal holds, and what stays of people who were erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListArchive {}

/// Legal holds, and what stays of people who were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Archive {
    /// Holds that are on.
    pub holds: Vec<HoldView>,
    /// What stays, by person and release.
    pub retained: Vec<RetainedOf>,
}

/// A legal hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoldView {
    /// Which.
    pub hold: HoldId,
    /// On what: `organisation`, `release/NAME`, `component/NAME` or `person/ID`.
    pub scope: String,
    /// Who placed it.
    pub placed_by: PersonRef,
    /// When.
    pub placed: Time,
    /// Why.
    pub reason: Option<String>,
    /// Until when; until it is lifted if nothing is said.
    pub until: Option<Time>,
    /// What it keeps of people who were erased, counted by person and release.
    #[serde(default)]
    pub keeps: usize,
}

/// What stays of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RetainedOf {
    /// Who; the handle for those only who may read it.
    pub person: PersonRef,
    /// What stays.
    #[serde(flatten)]
    pub stays: RetainedView,
}

/// What stays for a release: the name, and the reasons behind decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RetainedView {
    /// For which release.
    pub release: ReleaseName,
    /// The retention class that keeps it.
    pub class: String,
    /// Until when that keeps it.
    pub until: Time,
    /// Holds that keep it, until they are lifted.
    pub holds: Vec<HoldId>,
}

impl Query for ListArchive {
    const NAME: &'static str = "archive.list";
    type View = Archive;

    fn answer(&self, reader: &Reader<'_>) -> Result<Archive, ServiceError> {
        let names = reader.names();
        reader.ask(|state| {
            let erased = state.people.iter();
            let erased = erased.filter(|(_, person)| !person.retained.is_empty());
            let of = |id: &PersonId| {
                let person = names.person(id);
                let stays = retained(state, id).into_iter();
                let each = stays.map(move |stays| RetainedOf {
                    person: person.clone(),
                    stays,
                });
                each.collect::<Vec<_>>()
            };
            let retained: Vec<_> = erased.flat_map(|(id, _)| of(id)).collect();
            Ok(Archive {
                holds: holds(state, names, &retained),
                retained,
            })
        })
    }
}

fn holds(state: &State, names: Names<'_>, retained: &[RetainedOf]) -> Vec<HoldView> {
    let kept_by = |id: &HoldId| {
        let held = retained.iter().filter(|one| one.stays.holds.contains(id));
        held.count()
    };
    let view = |(id, hold): (&HoldId, &holdpoint_domain::retention::Hold)| HoldView {
        hold: id.clone(),
        scope: hold.scope.to_string(),
        placed_by: names.person(&hold.person),
        placed: hold.placed,
        reason: names.text(Some(&hold.reason)),
        until: hold.until,
        keeps: kept_by(id),
    };
    state.holds.iter().map(view).collect()
}

/// What stays of a person.
pub(super) fn retained(state: &State, person: &PersonId) -> Vec<RetainedView> {
    let retained = state.retained(person);
    let each = retained.map(|(release, kept)| stays(state, person, release, kept));
    each.collect()
}

/// What stays of a person for a release, and what keeps it.
pub(super) fn stays(
    state: &State,
    person: &PersonId,
    release: &ReleaseName,
    kept: &Kept,
) -> RetainedView {
    let holds = state.holds_on(person, release, kept);
    RetainedView {
        release: release.clone(),
        class: kept.class.clone(),
        until: kept.until,
        holds: holds.map(|(id, _)| id.clone()).collect(),
    }
}
