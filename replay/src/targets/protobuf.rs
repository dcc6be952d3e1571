//! Two contracts in Protocol Buffers with a zero between them, or a set of descriptors: each is refused with places, or
//! compared within bounds; whatever is found has a place, and nothing breaks between a contract and itself. The first byte
//! chooses.

use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};
use holdpoint_protobuf::{Category, Choice, Contract, Input, compare};

fn kept(read: Result<Contract, Unreadable>) -> Option<Contract> {
    match read {
        Ok(contract) => Some(contract),
        Err(error) => {
            assert!(!error.findings().is_empty());
            assert!(error.findings().iter().all(|found| found.place.line > 0));
            None
        }
    }
}

fn text(name: &str, bytes: &[u8]) -> Option<Contract> {
    let source = Arc::new(Source::new(name, bytes.to_vec()).ok()?);
    let path = "a.proto".to_owned();
    kept(Contract::parse(vec![Input { path, source }], &mut |_| {
        Ok(None)
    }))
}

fn texts(bytes: &[u8]) -> (Option<Contract>, Option<Contract>) {
    let zero = bytes.iter().position(|byte| *byte == 0);
    let (base, revision) = bytes.split_at(zero.unwrap_or(bytes.len()));
    let revision = revision.get(1..).unwrap_or_default();
    (text("old.proto", base), text("new.proto", revision))
}

pub(crate) fn run(bytes: &[u8]) {
    let [first, bytes @ ..] = bytes else { return };
    let (base, revision) = match first % 2 {
        0 => texts(bytes),
        _ => (kept(Contract::decode("old", bytes)), None),
    };
    let choice = Choice::of(&[
        Category::File,
        Category::Package,
        Category::WireJson,
        Category::Wire,
    ]);
    let Some(base) = base else { return };
    let same = compare(&base, &base, &choice);
    // Descriptors may say anything, also two things of one number.
    assert!(
        first % 2 == 1 || same.findings.is_empty(),
        "{:?}",
        same.findings
    );
    let Some(revision) = revision else { return };
    for found in compare(&base, &revision, &choice).findings {
        assert!(found.place.line > 0 && !found.message.is_empty());
    }
}
