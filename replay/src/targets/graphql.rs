//! Two schemas in GraphQL with a zero between them: each is refused with places, or compared within bounds; whatever is found
//! has a place, and nothing changes between a schema and itself.
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_graphql::{Schema, compare};

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
    let Some(base) = read("base.graphql", base) else {
        return;
    };
    let same = compare(&base, &base);
    assert!(same.findings.is_empty(), "{:?}", same.findings);
    let Some(revision) = read("revision.graphql", revision.get(1..).unwrap_or_default()) else {
        return;
    };
    for found in compare(&base, &revision).findings {
        assert!(found.place.line > 0 && !found.message.is_empty());
    }
}
