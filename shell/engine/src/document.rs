//! Reading documents where they are trusted: what the ledger says of one is computed here, from its bytes and
//! from the keys that the organisation has configured, and can be computed again by whoever audits.

use holdpoint_attestation::{
    Evidence, Format, Outcome, PublicKey, READER_VERSION, ReadError, Summary,
};
use holdpoint_domain::Digest;
use holdpoint_domain::evidence::{self, Document, Subject};
use holdpoint_domain::organisation::{Settings, Signer};

/// What a document says, its signature checked with the keys of the settings.
///
/// # Errors
/// What is wrong with it, where, and what to do.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Document, ReadError> {
    let keys: Vec<_> = settings.signers.iter().filter_map(key).collect();
    let read = holdpoint_attestation::read_evidence(bytes, None, &keys)?;
    let statement = matches!(read.format, Format::Statement | Format::Envelope);
    Ok(Document {
        blob: Digest::of(bytes),
        statement,
        names_subjects: statement || !read.subjects.is_empty(),
        subjects: subjects(&read),
        outcome: match read.outcome {
            Outcome::Passed => evidence::Outcome::Passed,
            Outcome::Failed => evidence::Outcome::Failed,
            Outcome::None => evidence::Outcome::None,
        },
        produced: read
            .produced_at
            .as_deref()
            .and_then(|text| text.parse().ok()),
        signed_by: read.signed_by.into_iter().next(),
        // A summary is made of strings, whole numbers and lists of them: it always has a JSON form.
        summary: serde_json::to_value(&read.summary).unwrap_or_default(),
        failing: match &read.summary {
            Summary::Check(check) => check.many_failing.clone(),
            _ => Vec::new(),
        },
        predicate_type: read.predicate_type,
        reader: READER_VERSION,
        signers: settings.signers_digest(),
    })
}

/// The key of a signer, under the digest that everybody computes from it; none if it is no key.
#[must_use]
pub fn key(signer: &Signer) -> Option<PublicKey> {
    let (begin, end) = ("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----");
    PublicKey::from_pem(&format!("{begin}\n{}\n{end}", signer.key)).ok()
}

/// Those that it names by SHA-256.
fn subjects(read: &Evidence) -> Vec<Subject> {
    let named = read.subjects.iter().filter_map(|subject| {
        let digest = subject.digest.to_ascii_lowercase().parse().ok()?;
        let name = subject.name.clone().unwrap_or_default();
        Some(Subject { name, digest })
    });
    named.collect()
}
