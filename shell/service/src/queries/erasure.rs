//! `archive.show`: what stays of somebody, or would if they were erased; and what was destroyed.

use std::collections::BTreeSet;

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Fact, Kind, Time};
use holdpoint_engine::Recorded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::archive::{RetainedView, retained, stays};
use crate::{ActorRef, PersonRef, Reader, ServiceError};

/// What stays of somebody, or would if they were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowErasure {
    /// Handle, mail address or id.
    pub person: String,
}

/// What stays of somebody, or would if they were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Erasure {
    /// Who; the handle of somebody who was erased for those only who may read it.
    pub person: PersonRef,
    /// That they were erased, if they were.
    pub erased: Option<ErasedView>,
    /// On how many releases they decided something.
    pub decided: usize,
    /// What stays, or would stay of somebody who is not erased: name, handle and reasons, by release.
    pub stays: Vec<RetainedView>,
    /// What stayed at first and is destroyed by now.
    pub forgotten: Vec<ForgottenView>,
}

/// That somebody was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErasedView {
    /// When.
    pub when: Time,
    /// By whom.
    pub by: ActorRef,
    /// Why.
    pub reason: Option<String>,
    /// The position of the entry.
    pub position: u64,
}

/// That what stayed for a release is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForgottenView {
    /// For which release.
    pub release: ReleaseName,
    /// When.
    pub when: Time,
    /// The position of the entry.
    pub position: u64,
}

impl Query for ShowErasure {
    const NAME: &'static str = "archive.show";
    type View = Erasure;

    fn answer(&self, reader: &Reader<'_>) -> Result<Erasure, ServiceError> {
        let (id, erased) = self.found(reader)?;
        let decided = reader.service.decided_by(reader.view(), &id)?;
        let past = match erased {
            true => {
                let history = reader.view().history(&id.key(), false, None, usize::MAX)?;
                history.entries
            }
            false => Vec::new(),
        };
        Ok(Erasure {
            person: reader.names().person(&id),
            erased: past
                .iter()
                .rev()
                .find_map(|entry| self::erased(reader, entry)),
            decided: decided.len(),
            stays: match erased {
                true => reader.ask(|state| Ok(retained(state, &id)))?,
                false => would_stay(reader, &id, &decided)?,
            },
            forgotten: past.iter().flat_map(forgotten).collect(),
        })
    }
}

impl ShowErasure {
    /// Who is meant, and whether they are erased.
    fn found(&self, reader: &Reader<'_>) -> Result<(PersonId, bool), ServiceError> {
        let id = match self.person.parse::<PersonId>() {
            Ok(id) => Some(id),
            Err(_) => reader.names().find(&self.person)?,
        };
        let id = id.ok_or_else(|| ServiceError::HandleUnknown(self.person.clone()))?;
        let erased = reader.ask(|state| {
            let found = state.people.get(&id);
            Ok(found.map(|person| person.erased.is_some()))
        })?;
        let absent = || ServiceError::absent(Kind::Person, &self.person, std::iter::empty());
        Ok((id, erased.ok_or_else(absent)?))
    }
}

fn would_stay(
    reader: &Reader<'_>,
    id: &PersonId,
    decided: &BTreeSet<ReleaseName>,
) -> Result<Vec<RetainedView>, ServiceError> {
    let now = reader.now();
    reader.ask(|state| {
        let all = state.would_stay(id, decided, now)?;
        let all = all.iter();
        let each = all.map(|(release, kept)| stays(state, id, release, kept));
        Ok(each.collect())
    })
}

fn erased(reader: &Reader<'_>, entry: &Recorded) -> Option<ErasedView> {
    let Fact::PersonErased(event) = &entry.fact else {
        return None;
    };
    Some(ErasedView {
        when: entry.meta.time,
        by: reader.names().actor(&entry.meta.actor),
        reason: reader.names().text(event.reason.as_ref()),
        position: entry.meta.position,
    })
}

fn forgotten(entry: &Recorded) -> Vec<ForgottenView> {
    let Fact::PersonForgotten(event) = &entry.fact else {
        return Vec::new();
    };
    let one = |release: &ReleaseName| ForgottenView {
        release: release.clone(),
        when: entry.meta.time,
        position: entry.meta.position,
    };
    event.releases.iter().map(one).collect()
}
