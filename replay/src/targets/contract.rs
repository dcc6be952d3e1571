//! Two descriptions of an API with a zero between them: each is refused with places, or compared within bounds; whatever is
//! found has a place, and nothing breaks between a description and itself.

use std::sync::Arc;

use holdpoint_contracts::openapi::{Options, compare};
use holdpoint_contracts::{Files, Missing};
use holdpoint_findings::{Level, Source};

fn read(name: &str, bytes: &[u8]) -> Option<Files> {
    let source = match Source::new(name, bytes.to_vec()) {
        Ok(source) => Arc::new(source),
        Err(error) => {
            assert!(!error.findings().is_empty());
            return None;
        }
    };
    // A contract may refer to itself by its name, and to nothing else.
    let itself = Arc::clone(&source);
    let read = Files::read(&source, &mut |other| match other == name {
        true => Ok(Arc::clone(&itself)),
        false => Err(Missing::Absent("there is nothing else".to_owned())),
    });
    match read {
        Ok(files) => Some(files),
        Err(error) => {
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
    let Some(base) = read("base.yaml", base) else {
        return;
    };
    let options = Options::on("2026-11-28".parse().expect("a day"));
    let Ok(same) = compare(&base, &base, &options) else {
        return;
    };
    let broken = same
        .findings
        .iter()
        .find(|found| found.rule.level == Level::Error);
    assert!(broken.is_none(), "{broken:?}");
    let Some(revision) = read("revision.yaml", revision.get(1..).unwrap_or_default()) else {
        return;
    };
    let Ok(compared) = compare(&base, &revision, &options) else {
        return;
    };
    for found in &compared.findings {
        assert!(found.place.line > 0 && !found.message.is_empty());
    }
}
