//! What can be asked of evidence.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refusal::{
    evidence_unknown, no_subject, not_of_release, signers_changed, summary_wrong, text_too_long,
    too_many_subjects,
};
use super::{EvidenceId, Outcome, Recorded, Subject, Withdrawn, key, matches};
use crate::access::{Permission, Required};
use crate::contract;
use crate::kernel::{Context, Decide, Digest, Halt, Meta, Need, Refusal, Sealed, Time};
use crate::release::{self, ReleaseName};
use crate::{Fact, State};

/// Attaches a statement, already read and kept as a blob, to what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddEvidence {
    /// The release that it is meant for: then each subject must be of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// What kind of statement it is.
    pub predicate_type: String,
    /// What it says.
    pub outcome: Outcome,
    /// Digest of the statement, durable as a blob.
    pub blob: Digest,
    /// When it was produced, as it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub produced: Option<Time>,
    /// Whose signature on it was verified, by the id of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// The summary: bounded, without floats.
    #[serde(default)]
    pub summary: Value,
    /// What findings are recognised by, of everything that fails a check, where that is too much for the summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failing: Vec<String>,
    /// The version of the reader that took all this from the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<u32>,
    /// Digest of the keys under which it was read: if they have changed since, it is to be read anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signers: Option<Digest>,
}

impl Decide for AddEvidence {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        Ok(match &self.release {
            None => Required::anywhere(Permission::Evidence),
            Some(name) => {
                let targets = release::targets(release::found(state, name)?);
                Required::on(Permission::Evidence, targets)
            }
        })
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        match self.subjects.len() {
            0 => return Err(no_subject().into()),
            1..=100 => {}
            count => return Err(too_many_subjects(count).into()),
        }
        self.check_fields()?;
        check_summary(&self.summary)?;
        check_failing(&self.failing)?;
        self.check_signers(state)?;
        if let Some(name) = &self.release {
            self.check_release(state, name)?;
        }
        let id = EvidenceId::from_bits(context.fresh(0));
        let mut seen = BTreeSet::new();
        let subjects = self.subjects.iter();
        let subjects = subjects.filter(|subject| seen.insert(subject.digest));
        let found = Need::gather(
            subjects.map(|subject| Ok((subject, state.evidence.get(&key(&subject.digest))?))),
        )?;
        let new = found
            .into_iter()
            .filter(|(_, dossier)| dossier.is_none_or(|dossier| !self.says_nothing_new(dossier)));
        let new = new.map(|(subject, _)| self.recorded(&id, subject).into());
        let mut facts: Vec<Fact> = new.collect();
        if matches("contract", &self.predicate_type) {
            facts.extend(told(state, context, &facts, self.release.as_ref())?);
        }
        Ok(facts)
    }
}

impl AddEvidence {
    fn check_fields(&self) -> Result<(), Refusal> {
        let names = self.subjects.iter().map(|subject| &subject.name);
        let mut texts = names.chain([&self.predicate_type]).chain(&self.signed_by);
        match texts.find(|text| text.len() > 1000) {
            Some(text) => Err(text_too_long(text.len())),
            None => Ok(()),
        }
    }

    fn check_signers(&self, state: &State) -> Result<(), Refusal> {
        let organisation = state.organisation.as_ref();
        let now = organisation.map(|known| known.settings.signers_digest());
        match (self.signers, now) {
            (Some(read), Some(now)) if read != now => Err(signers_changed()),
            _ => Ok(()),
        }
    }

    /// Whether the same statement was recorded before, read by the same reader and signed as it is now.
    fn says_nothing_new(&self, dossier: &super::Dossier) -> bool {
        dossier.pieces.iter().any(|piece| {
            piece.statement == self.blob
                && piece.predicate_type == self.predicate_type
                && piece.signed_by == self.signed_by
                && piece.reader == self.reader
        })
    }

    fn check_release(&self, state: &State, name: &ReleaseName) -> Result<(), Halt> {
        let release = release::found(state, name)?;
        let manifest = release.manifest();
        let of = |digest: &Digest| {
            *digest == manifest || release.artifacts.values().any(|a| a.digest == *digest)
        };
        match self.subjects.iter().find(|subject| !of(&subject.digest)) {
            Some(stray) => Err(not_of_release(stray.digest, name).into()),
            None => Ok(()),
        }
    }

    fn recorded(&self, id: &EvidenceId, subject: &Subject) -> Recorded {
        Recorded {
            evidence: id.clone(),
            subject: subject.clone(),
            predicate_type: self.predicate_type.clone(),
            outcome: self.outcome,
            blob: self.blob,
            produced: self.produced,
            signed_by: self.signed_by.clone(),
            summary: self.summary.clone(),
            failing: self.failing.clone(),
            reader: self.reader,
        }
    }
}

/// What deployments are told of these changes to what is known of artifacts.
fn told(
    state: &State,
    context: &Context<'_>,
    changes: &[Fact],
    meant: Option<&ReleaseName>,
) -> Result<Vec<Fact>, Need> {
    let mut draft = state.clone();
    let meta = Meta {
        position: context.position,
        time: context.now,
        actor: context.actor.clone(),
    };
    let artifacts = changes.iter().filter_map(|change| match change {
        Fact::EvidenceRecorded(recorded) => Some(recorded.subject.digest),
        Fact::EvidenceWithdrawn(withdrawn) => Some(withdrawn.subject),
        _ => None,
    });
    let artifacts: Vec<_> = artifacts.collect();
    for change in changes {
        crate::evolve(&mut draft, change, &meta);
    }
    contract::told(&draft, &artifacts, meant)
}

fn check_summary(summary: &Value) -> Result<(), Refusal> {
    if !whole(summary) {
        return Err(summary_wrong(
            "has a number that is not whole, or beyond 2^53",
        ));
    }
    let size = summary.to_string().len();
    if size > 8192 {
        return Err(summary_wrong(format!("takes {size} bytes")));
    }
    Ok(())
}

/// Fingerprints beside a summary: with all of them an entry takes less than 65,535 bytes.
fn check_failing(failing: &[String]) -> Result<(), Refusal> {
    match failing.len() > 1_000 || failing.iter().any(|one| one.len() > 32) {
        true => Err(summary_wrong("has more beside it than an entry takes")),
        false => Ok(()),
    }
}

/// Whether all numbers are whole and within ±2^53: entries hold no others.
fn whole(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.as_i64().is_some_and(|n| n.unsigned_abs() <= 1 << 53),
        Value::Array(items) => items.iter().all(whole),
        Value::Object(fields) => fields.values().all(whole),
    }
}

/// Takes a piece of evidence back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawEvidence {
    /// Which.
    pub evidence: EvidenceId,
    /// About which digest.
    pub subject: Digest,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for WithdrawEvidence {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Evidence))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let dossier = state.evidence.get(&key(&self.subject))?;
        let mut pieces = dossier.into_iter().flat_map(|dossier| &dossier.pieces);
        let known = pieces.find(|piece| piece.id == self.evidence);
        let known = known.ok_or_else(|| evidence_unknown(&self.evidence))?;
        let withdrawn = Withdrawn {
            evidence: self.evidence.clone(),
            subject: self.subject,
            reason: self.reason.clone(),
        };
        let mut facts = vec![Fact::from(withdrawn)];
        if matches("contract", &known.predicate_type) {
            facts.extend(told(state, context, &facts, None)?);
        }
        Ok(facts)
    }
}
