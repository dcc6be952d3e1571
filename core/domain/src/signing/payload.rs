//! What is signed: all that was decided, on exactly what, and which checkpoint was seen.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::signed_text;
use crate::State;
use crate::access::Role;
use crate::approval::Say;
use crate::environment::{Environment, EnvironmentName};
use crate::gate;
use crate::kernel::Digest;
use crate::organisation::{OrganisationName, PersonId};
use crate::release::{Release, ReleaseName};

/// What kind of text it is, so that it is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PayloadType {
    /// A decision about a release.
    #[serde(rename = "holdpoint-approval-v1")]
    Approval,
}

/// The checkpoint that was seen: whoever signs says that the ledger had this tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them (RFC 6962).
    pub root: Digest,
}

/// A decision as it is signed. The signature is over its canonical JSON: keys sorted, no spaces, nothing after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// What this is.
    #[serde(rename = "type")]
    pub kind: PayloadType,
    /// In which organisation.
    pub organisation: OrganisationName,
    /// Which way.
    pub decision: Say,
    /// About which release.
    pub release: ReleaseName,
    /// On which manifest: the digest of its name, components, artifacts, scope and commits.
    pub manifest: Digest,
    /// The digests of its artifacts, each once, in order; none of them where there are more than 200: the manifest
    /// has them all.
    pub subjects: Vec<Digest>,
    /// What the gates ask for: by environment, the digest of its criteria. Of the environment that it is for, or of
    /// every protected one.
    pub gates: BTreeMap<EnvironmentName, Digest>,
    /// Who decides.
    pub person: PersonId,
    /// In whose stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Why: the digest of a salt, a line end, and the comment. Salt and comment are kept where they can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Digest>,
    /// The checkpoint that was seen.
    pub seen: Seen,
}

/// How many subjects stand in a payload at most: an entry of the ledger is bounded.
const MOST_SUBJECTS: usize = 200;

/// How many gates do.
const MOST_GATES: usize = 100;

/// What is decided, by whom and how, besides what the release says.
#[derive(Debug, Clone)]
pub struct Deciding<'a> {
    /// Which way.
    pub decision: Say,
    /// Who decides.
    pub person: &'a PersonId,
    /// In whose stead.
    pub on_behalf_of: Option<&'a PersonId>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    pub environment: Option<&'a EnvironmentName>,
    /// The digest of why.
    pub reason: Option<Digest>,
    /// The checkpoint that was seen.
    pub seen: Seen,
}

impl Payload {
    /// What is to be signed for a decision about a release as it stands; nothing where there is no organisation.
    #[must_use]
    pub fn of(state: &State, release: &Release, deciding: &Deciding<'_>) -> Option<Self> {
        let organisation = state.organisation.as_ref()?.name.clone();
        Some(Self {
            kind: PayloadType::Approval,
            organisation,
            decision: deciding.decision,
            release: release.name.clone(),
            manifest: release.manifest(),
            subjects: subjects(release),
            gates: gates(state, release, deciding.environment),
            person: deciding.person.clone(),
            on_behalf_of: deciding.on_behalf_of.cloned(),
            role: deciding.role,
            environment: deciding.environment.cloned(),
            reason: deciding.reason,
            seen: deciding.seen.clone(),
        })
    }
}

signed_text!(Payload {
    "organisation" = organisation,
    "decision" = decision,
    "release" = release,
    "manifest" = manifest,
    "subjects" = subjects,
    "gates" = gates,
    "person" = person,
    "on_behalf_of" = on_behalf_of,
    "role" = role,
    "environment" = environment,
    "reason" = reason,
    "seen" = seen,
});

/// The digest of a comment that a payload carries: of the salt, a line end, and the comment.
///
/// A digest of the comment alone could be guessed after the comment was erased.
#[must_use]
pub fn reason_digest(salt: &str, comment: &str) -> Digest {
    Digest::of(format!("{salt}\n{comment}").as_bytes())
}

pub(super) fn subjects(release: &Release) -> Vec<Digest> {
    let artifacts = release.artifacts.values();
    let mut subjects: Vec<_> = artifacts.map(|artifact| artifact.digest).collect();
    subjects.sort_unstable();
    subjects.dedup();
    match subjects.len() > MOST_SUBJECTS {
        true => Vec::new(),
        false => subjects,
    }
}

pub(super) fn gates(
    state: &State,
    release: &Release,
    environment: Option<&EnvironmentName>,
) -> BTreeMap<EnvironmentName, Digest> {
    let meant = |place: &&Environment| match environment {
        Some(name) => place.name == *name,
        None => place.protected,
    };
    let places = state.environments.values().filter(meant);
    places
        .take(MOST_GATES)
        .map(|place| (place.name.clone(), gate::criteria(state, place, release)))
        .collect()
}
