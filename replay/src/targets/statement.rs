//! A statement that is accepted is written and read back the same; so is an envelope; evidence is bounded.

use holdpoint_attestation::{Envelope, Statement, read_evidence};

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(statement) = Statement::parse(bytes) {
        let again = Statement::parse(&statement.to_json()).expect("a statement reads back");
        assert_eq!(again.subject, statement.subject);
        assert_eq!(again.predicate_type, statement.predicate_type);
    }
    if let Ok(envelope) = Envelope::parse(bytes) {
        assert_eq!(
            Envelope::parse(&envelope.to_json()).expect("an envelope reads back"),
            envelope
        );
        drop(envelope.verify(&[]));
    }
    if let Ok(evidence) = read_evidence(bytes, None, &[]) {
        let json = serde_json::to_string(&evidence.summary).expect("a summary is JSON");
        assert!(json.len() < 60_000, "a summary of {} bytes", json.len());
    }
}
