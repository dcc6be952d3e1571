//! What is signed of other decisions than approvals: go and no-go, and waivers that are granted or taken back.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Seen;
use super::payload::{gates, subjects};
use super::text::signed_text;
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Digest, Time};
use crate::organisation::{OrganisationName, PersonId};
use crate::release::{Release, ReleaseName};
use crate::waiver::{Waiver, WaiverId};

/// What kind of text it is, so that it is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum StatementType {
    /// Go or no-go.
    #[serde(rename = "holdpoint-decision-v1")]
    Decision,
    /// About a waiver.
    #[serde(rename = "holdpoint-waiver-v1")]
    Waiver,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// The release may go.
    Go,
    /// It may not.
    NoGo,
    /// The waiver is granted.
    Grant,
    /// It is taken back, or its request turned down.
    Revoke,
}

impl Act {
    fn kind(self) -> StatementType {
        match self {
            Self::Go | Self::NoGo => StatementType::Decision,
            Self::Grant | Self::Revoke => StatementType::Waiver,
        }
    }
}

/// A waiver as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Which.
    pub waiver: WaiverId,
    /// From which criterion.
    pub criterion: String,
    /// Who asked for it.
    pub requested_by: PersonId,
    /// Until when.
    pub ends: Time,
}

impl From<&Waiver> for Terms {
    fn from(waiver: &Waiver) -> Self {
        Self {
            waiver: waiver.id.clone(),
            criterion: waiver.criterion.clone(),
            requested_by: waiver.requested_by.clone(),
            ends: waiver.ends,
        }
    }
}

/// A decision as it is signed. The signature is over its canonical JSON: keys sorted, no spaces, nothing after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What this is.
    #[serde(rename = "type")]
    pub kind: StatementType,
    /// In which organisation.
    pub organisation: OrganisationName,
    /// What is decided.
    pub decision: Act,
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
    /// For which environment; everywhere if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The waiver, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Terms>,
    /// Who decides.
    pub person: PersonId,
    /// Why: the digest of a salt, a line end, and the reason. Salt and reason are kept where they can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Digest>,
    /// The checkpoint that was seen.
    pub seen: Seen,
}

/// What is decided, and by whom, besides what the release says.
#[derive(Debug, Clone)]
pub struct Stating<'a> {
    /// What is decided.
    pub decision: Act,
    /// Who decides.
    pub person: &'a PersonId,
    /// For which environment; everywhere if none.
    pub environment: Option<&'a EnvironmentName>,
    /// The waiver, if it is about one.
    pub waiver: Option<&'a Waiver>,
    /// The digest of why.
    pub reason: Option<Digest>,
    /// The checkpoint that was seen.
    pub seen: Seen,
}

impl Statement {
    /// What is to be signed about a release as it stands; nothing where there is no organisation.
    #[must_use]
    pub fn of(state: &State, release: &Release, stating: &Stating<'_>) -> Option<Self> {
        let organisation = state.organisation.as_ref()?.name.clone();
        Some(Self {
            kind: stating.decision.kind(),
            organisation,
            decision: stating.decision,
            release: release.name.clone(),
            manifest: release.manifest(),
            subjects: subjects(release),
            gates: gates(state, release, stating.environment),
            environment: stating.environment.cloned(),
            waiver: stating.waiver.map(Terms::from),
            person: stating.person.clone(),
            reason: stating.reason,
            seen: stating.seen.clone(),
        })
    }
}

signed_text!(Statement {
    "type" = kind,
    "organisation" = organisation,
    "decision" = decision,
    "release" = release,
    "manifest" = manifest,
    "subjects" = subjects,
    "gates" = gates,
    "environment" = environment,
    "waiver" = waiver,
    "person" = person,
    "reason" = reason,
    "seen" = seen,
});
