//! What a document says, and what of it is recorded about what: the document's own word comes first.

use super::refusal::{self, elsewhere, no_subject, no_usable_subject, own_predicate, own_subjects};
use super::{AddEvidence, Outcome, SHORT_NAMES, Subject, matches};
use crate::State;
use crate::kernel::{Digest, Halt, Refusal, Time};
use crate::release::{self, Release, ReleaseName};

/// A document, as it was read where it is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Digest of its bytes, kept as a blob.
    pub blob: Digest,
    /// Whether it is a statement, which says itself of what kind it is and about what.
    pub statement: bool,
    /// What kind of statement it is.
    pub predicate_type: String,
    /// Whether it names what it is about.
    pub names_subjects: bool,
    /// What it is about, as far as it says so by SHA-256.
    pub subjects: Vec<Subject>,
    /// What it says.
    pub outcome: Outcome,
    /// When it was produced, as it says itself.
    pub produced: Option<Time>,
    /// Whose signature on it was verified, by the id of the key.
    pub signed_by: Option<String>,
    /// The summary.
    pub summary: serde_json::Value,
    /// What findings are recognised by, of everything that fails a check, where that is too much for the summary.
    pub failing: Vec<String>,
    /// The version of the reader.
    pub reader: u32,
    /// Digest of the keys under which it was read.
    pub signers: Digest,
}

/// What somebody wants a document to be attached to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attachment {
    /// The release that it is meant for.
    pub release: Option<ReleaseName>,
    /// Artifacts of the release, by name.
    pub artifacts: Vec<String>,
    /// Digests.
    pub subjects: Vec<Digest>,
    /// The predicate type, for documents that have none of their own.
    pub predicate_type: Option<String>,
}

/// That something was claimed which only the document can say.
#[must_use]
pub fn claimed(field: &str) -> Refusal {
    refusal::claimed(field)
}

impl Document {
    /// The command that records it.
    ///
    /// # Errors
    /// When the document is about something else, or is something else, than is wanted.
    pub fn attach(&self, state: &State, wanted: &Attachment) -> Result<AddEvidence, Halt> {
        Ok(AddEvidence {
            release: wanted.release.clone(),
            subjects: self.about(state, wanted)?,
            predicate_type: self.kind(wanted.predicate_type.as_deref())?,
            outcome: self.outcome,
            blob: self.blob,
            produced: self.produced,
            signed_by: self.signed_by.clone(),
            summary: self.summary.clone(),
            failing: self.failing.clone(),
            reader: Some(self.reader),
            signers: Some(self.signers),
        })
    }

    /// Its own type; a report that has none may be given one, but none that other documents have.
    fn kind(&self, wanted: Option<&str>) -> Result<String, Refusal> {
        let own = &self.predicate_type;
        match wanted {
            None => Ok(own.clone()),
            Some(wanted) if matches(wanted, own) => Ok(own.clone()),
            Some(wanted) if self.may_be(wanted) => Ok(wanted.to_owned()),
            Some(wanted) => Err(own_predicate(wanted)),
        }
    }

    /// Whether it may be recorded as a statement of that type.
    #[must_use]
    pub fn may_be(&self, predicate_type: &str) -> bool {
        let standard = |(short, _): &(&str, &[&str])| {
            *short == predicate_type || matches(short, predicate_type)
        };
        predicate_type == self.predicate_type
            || !self.statement && !SHORT_NAMES.iter().any(standard)
    }

    /// Whether it may be recorded about that digest.
    #[must_use]
    pub fn may_be_about(&self, subject: &Digest) -> bool {
        !self.names_subjects || self.subjects.iter().any(|own| own.digest == *subject)
    }

    fn about(&self, state: &State, wanted: &Attachment) -> Result<Vec<Subject>, Halt> {
        let release = wanted.release.as_ref();
        let release = release
            .map(|name| release::found(state, name))
            .transpose()?;
        let asked = asked(release, wanted)?;
        match (self.names_subjects, asked.is_empty()) {
            (true, true) => self.own(release, wanted),
            (true, false) => {
                let own = |asked: &Subject| {
                    let mut subjects = self.subjects.iter();
                    let found = subjects.find(|own| own.digest == asked.digest);
                    found
                        .cloned()
                        .ok_or_else(|| own_subjects(asked.digest).into())
                };
                asked.iter().map(own).collect()
            }
            (false, true) => {
                let whole = release.zip(wanted.release.as_ref());
                let (release, name) = whole.ok_or_else(no_subject)?;
                Ok(vec![Subject {
                    name: name.to_string(),
                    digest: release.manifest(),
                }])
            }
            (false, false) => Ok(asked),
        }
    }

    /// The subjects that it names; of a release, those that it has.
    fn own(&self, release: Option<&Release>, wanted: &Attachment) -> Result<Vec<Subject>, Halt> {
        if self.subjects.is_empty() {
            return Err(no_usable_subject().into());
        }
        let Some((release, name)) = release.zip(wanted.release.as_ref()) else {
            return Ok(self.subjects.clone());
        };
        let manifest = release.manifest();
        let has = |subject: &&Subject| {
            let mut artifacts = release.artifacts.values();
            subject.digest == manifest || artifacts.any(|one| one.digest == subject.digest)
        };
        let found: Vec<_> = self.subjects.iter().filter(has).cloned().collect();
        match found.is_empty() {
            true => Err(elsewhere(name).into()),
            false => Ok(found),
        }
    }
}

/// What is asked for by name or digest.
fn asked(release: Option<&Release>, wanted: &Attachment) -> Result<Vec<Subject>, Halt> {
    let named = wanted.artifacts.iter().map(|name| {
        let mut artifacts = release.into_iter().flat_map(|one| one.artifacts.values());
        let found = artifacts.find(|artifact| artifact.name == *name);
        let known = wanted.release.as_ref();
        let release = known.map(ToString::to_string).unwrap_or_default();
        let found = found.ok_or_else(|| release::artifact_unknown(name, release))?;
        Ok(Subject {
            name: found.name.clone(),
            digest: found.digest,
        })
    });
    let digests = wanted.subjects.iter().map(|digest| {
        Ok(Subject {
            name: String::new(),
            digest: *digest,
        })
    });
    named.chain(digests).collect()
}
