//! Two JSON Schemas with a zero between them: each is refused with places, or compared within bounds; whatever is found has a
//! place, and a schema takes what it takes.

use std::sync::Arc;

use holdpoint_findings::{Direction, Source};
use holdpoint_jsonschema::{Content, Missing, Schema, compare};

fn read(name: &str, bytes: &[u8]) -> Option<Schema> {
    let source = Arc::new(Source::new(name, bytes.to_vec()).ok()?);
    let mut none = |_: &str| Err(Missing::Absent("there is nothing else".to_owned()));
    match Schema::read(&source, &mut none) {
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
    let Some(base) = read("base.json", base) else {
        return;
    };
    let content = Content::AsWritten;
    let same = compare(&base, &base, Direction::Backward, content);
    assert!(
        same.incomplete || same.findings.is_empty(),
        "{:?}",
        same.findings
    );
    let Some(revision) = read("revision.json", revision.get(1..).unwrap_or_default()) else {
        return;
    };
    for direction in [Direction::Backward, Direction::Forward] {
        for found in compare(&base, &revision, direction, content).findings {
            assert!(found.place.line > 0 && !found.message.is_empty());
        }
    }
}
