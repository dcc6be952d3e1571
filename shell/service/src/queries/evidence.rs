//! `evidence.list`.

use holdpoint_domain::evidence::{self, Evidence, EvidenceId, Outcome};
use holdpoint_domain::{Digest, Need, State, Time};
use holdpoint_engine::document;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Query;
use super::release::{absent, key};
use crate::{ActorRef, Names, Reader, ServiceError};

/// The evidence about a release and its artifacts, or about one digest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEvidence {
    /// Of which release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// About which digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Digest>,
}

/// Evidence, by subject, the oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceList {
    /// The pieces.
    pub evidence: Vec<EvidenceView>,
}

/// A piece of evidence about one digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceView {
    /// Which.
    pub evidence: EvidenceId,
    /// What it is about: `release`, or the name of an artifact.
    pub about: String,
    /// By its digest.
    pub subject: Digest,
    /// What kind of statement it is.
    pub predicate_type: String,
    /// What it says.
    pub outcome: Outcome,
    /// When it was recorded.
    pub recorded: Time,
    /// When it was produced, as it says itself.
    pub produced: Time,
    /// Who recorded it.
    pub by: ActorRef,
    /// Digest of the statement, kept as a blob.
    pub blob: Digest,
    /// Whose signature on it was verified, by the id of the key.
    pub signed_by: Option<String>,
    /// What the organisation calls that key now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Whether Holdpoint itself read the statement; otherwise whoever attached it said what it says.
    #[serde(default)]
    pub read: bool,
    /// The summary.
    pub summary: Value,
}

impl Query for ListEvidence {
    const NAME: &'static str = "evidence.list";
    type View = EvidenceList;

    fn answer(&self, reader: &Reader<'_>) -> Result<EvidenceList, ServiceError> {
        let subjects = match (&self.release, self.subject) {
            (None, None) => {
                return Err(ServiceError::Arguments {
                    query: Self::NAME.to_owned(),
                    reason: "name a release or a subject".to_owned(),
                });
            }
            (None, Some(digest)) => vec![(String::new(), digest)],
            (Some(name), only) => {
                let mut all = subjects(reader, name)?;
                all.retain(|(_, digest)| only.is_none_or(|only| only == *digest));
                all
            }
        };
        let names = reader.names();
        let evidence = reader.ask(|state| {
            let found = subjects
                .iter()
                .map(|(about, digest)| pieces(state, about, digest, names));
            Need::gather(found)
        })?;
        Ok(EvidenceList {
            evidence: evidence.into_iter().flatten().collect(),
        })
    }
}

/// What evidence about a release can be about: the release as a whole and its artifacts.
fn subjects(reader: &Reader<'_>, name: &str) -> Result<Vec<(String, Digest)>, ServiceError> {
    let key = key(name)?;
    let found = reader.ask(|state| {
        Ok(state.releases.get(&key)?.map(|release| {
            let whole = ("release".to_owned(), release.manifest());
            let parts = release
                .artifacts
                .values()
                .map(|one| (one.name.clone(), one.digest));
            std::iter::once(whole).chain(parts).collect()
        }))
    })?;
    found.ok_or_else(|| absent(reader, name))
}

/// The name of the key of that id.
fn signer(state: &State, id: &str) -> Option<String> {
    let signers = state
        .organisation
        .iter()
        .flat_map(|known| &known.settings.signers);
    let mut named = signers.filter_map(|signer| Some((signer, document::key(signer)?)));
    let found = named.find(|(_, key)| key.id() == id);
    found.map(|(signer, _)| signer.name.clone())
}

fn pieces(
    state: &State,
    about: &str,
    digest: &Digest,
    names: Names<'_>,
) -> Result<Vec<EvidenceView>, Need> {
    let dossier = state.evidence.get(&evidence::key(digest))?;
    let view = |piece: &Evidence| EvidenceView {
        evidence: piece.id.clone(),
        about: if about.is_empty() {
            piece.name.clone()
        } else {
            about.to_owned()
        },
        subject: *digest,
        predicate_type: piece.predicate_type.clone(),
        outcome: piece.outcome,
        recorded: piece.recorded,
        produced: piece.produced,
        by: names.actor(&piece.by),
        blob: piece.statement,
        signed_by: piece.signed_by.clone(),
        signer: piece.signed_by.as_deref().and_then(|id| signer(state, id)),
        read: piece.reader.is_some(),
        summary: piece.summary.clone(),
    };
    Ok(dossier
        .into_iter()
        .flat_map(|dossier| dossier.pieces.iter().map(view))
        .collect())
}
