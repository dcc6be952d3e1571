//! Reading the documents of evidence again: each must still say what its entry says.

use std::collections::BTreeMap;

use holdpoint_attestation::READER_VERSION;
use holdpoint_domain::evidence::{Document, Outcome, Recorded as Evidence};
use holdpoint_domain::organisation::Settings;
use holdpoint_domain::{Digest, Fact, Time};
use holdpoint_ports::BlobDigest;
use serde::Serialize;

use super::inspect::{Fault, Problem};
use crate::document;
use crate::entry::Recorded;

/// How many entries of evidence were compared with their documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct EvidenceCount {
    /// Entries whose document was read again.
    pub read_again: u64,
    /// Entries from before documents were read by Holdpoint: what they say was said by whoever attached them.
    pub from_before: u64,
    /// Entries that another version of the reader made: only that version can make them again.
    pub of_other_reader: u64,
}

/// What entries say of documents, and under which keys.
#[derive(Debug, Default)]
pub(super) struct Claims {
    of: BTreeMap<BlobDigest, Vec<Claim>>,
    settings: Vec<(u64, Settings)>,
    count: EvidenceCount,
}

/// What an entry says of its document.
#[derive(Debug)]
struct Claim {
    position: u64,
    subject: Digest,
    predicate_type: String,
    outcome: Outcome,
    produced: Option<Time>,
    signed_by: Option<String>,
    summary: Digest,
    failing: Option<Digest>,
}

impl Claim {
    fn of(position: u64, said: &Evidence) -> Self {
        Self {
            position,
            subject: said.subject.digest,
            predicate_type: said.predicate_type.clone(),
            outcome: said.outcome,
            produced: said.produced,
            signed_by: said.signed_by.clone(),
            summary: Digest::of_value(&said.summary),
            // Those beside the summary came later: where there are none, all of it can be waived only.
            failing: (!said.failing.is_empty()).then(|| Digest::of_value(&said.failing)),
        }
    }

    /// What the document says otherwise.
    fn differences(&self, read: &Document) -> Vec<&'static str> {
        let same = [
            ("subject", read.may_be_about(&self.subject)),
            ("predicate type", read.may_be(&self.predicate_type)),
            ("outcome", read.outcome == self.outcome),
            ("time", read.produced == self.produced),
            ("signer", read.signed_by == self.signed_by),
            ("summary", Digest::of_value(&read.summary) == self.summary),
            (
                "findings",
                self.failing
                    .is_none_or(|own| own == Digest::of_value(&read.failing)),
            ),
        ];
        let differs = same.into_iter().filter(|(_, same)| !same);
        differs.map(|(what, _)| what).collect()
    }
}

impl Claims {
    /// Keeps what an entry says of a document, or of the keys that documents are read under.
    pub(super) fn note(&mut self, entry: &Recorded) {
        let position = entry.meta.position;
        match &entry.fact {
            Fact::Configured(event) => self.settings.push((position, event.settings.clone())),
            Fact::EvidenceRecorded(event) => match event.reader {
                None => self.count.from_before += 1,
                Some(READER_VERSION) => {
                    let claims = self.of.entry(BlobDigest(event.blob.0)).or_default();
                    claims.push(Claim::of(position, event));
                }
                Some(_) => self.count.of_other_reader += 1,
            },
            _ => {}
        }
    }

    /// Takes over what stands later in the ledger.
    pub(super) fn merge(&mut self, later: Self) {
        for (blob, claims) in later.of {
            self.of.entry(blob).or_default().extend(claims);
        }
        self.settings.extend(later.settings);
        self.count.from_before += later.count.from_before;
        self.count.of_other_reader += later.count.of_other_reader;
    }

    /// Reads a document again and compares it with what entries say of it.
    pub(super) fn check(&mut self, blob: &BlobDigest, bytes: &[u8], problems: &mut Vec<Problem>) {
        let mut read_under: Option<(Digest, Result<Document, String>)> = None;
        for claim in self.of.remove(blob).into_iter().flatten() {
            let settings = self.settings_at(claim.position);
            let keys = settings.signers_digest();
            if read_under.as_ref().is_none_or(|(under, _)| *under != keys) {
                let read = document::read(bytes, &settings);
                read_under = Some((keys, read.map_err(|error| error.to_string())));
            }
            self.count.read_again += 1;
            let read = read_under.as_ref().map(|(_, read)| read);
            problems.extend(read.and_then(|read| differs(&claim, blob, read)));
        }
    }

    /// What was configured before the entry.
    fn settings_at(&self, position: u64) -> Settings {
        let earlier = self.settings.partition_point(|(at, _)| *at < position);
        let found = earlier.checked_sub(1).and_then(|at| self.settings.get(at));
        found
            .map(|(_, settings)| settings.clone())
            .unwrap_or_default()
    }

    /// How much was compared.
    pub(super) fn count(&self) -> EvidenceCount {
        self.count
    }
}

fn differs(claim: &Claim, blob: &BlobDigest, read: &Result<Document, String>) -> Option<Problem> {
    let message = match read {
        Err(why) => format!("document `{blob}` cannot be read: {why}"),
        Ok(read) => {
            let differences = claim.differences(read);
            if differences.is_empty() {
                return None;
            }
            let what = differences.join(", ");
            format!("document `{blob}` says otherwise: {what}")
        }
    };
    Some(Problem::new(Fault::Evidence, claim.position, message))
}
