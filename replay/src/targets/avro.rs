//! Two schemas in Avro with a zero between them: each is refused with places, or compared within bounds; whatever is found has
//! a place, and a schema reads what was written with it.
use std::sync::Arc;

use holdpoint_avro::{Schema, compare};
use holdpoint_findings::{Direction, Source};

fn read(name: &str, bytes: &[u8]) -> Option<Schema> {
    let source = Arc::new(Source::new(name, bytes.to_vec()).ok()?);
    match Schema::read(&[source]) {
        Ok(schema) => Some(schema),
        Err(error) => {
            assert!(!error.findings().is_empty());
            assert!(error.findings().iter().all(|found| found.place.line > 0));
            None
        }
    }
}

pub(crate) fn run(bytes: &[u8]) {
    let at = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    let (base, revision) = bytes.split_at(at);
    let Some(base) = read("base.avsc", base) else {
        return;
    };
    let same = compare(&base, &base, Direction::Backward);
    assert!(same.findings.is_empty(), "{:?}", same.findings);
    let Some(revision) = read("revision.avsc", revision.get(1..).unwrap_or_default()) else {
        return;
    };
    for direction in [Direction::Backward, Direction::Forward] {
        for found in compare(&base, &revision, direction).findings {
            assert!(found.place.line > 0 && !found.message.is_empty());
        }
    }
}
