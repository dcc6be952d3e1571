//! A file becomes a tree, or every mistake in it has its place. The first byte chooses the name of the file.

use std::sync::Arc;

use holdpoint_findings::{Document, Source, Value, Waivers};

const NAMES: &[&str] = &["a.json", "a.yaml", "a"];

fn walk(value: Value<'_>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    assert!(value.place("").line > 0);
    for field in value.fields() {
        let found = value.get(field.key).expect("it is there");
        assert_eq!(found.id(), field.value.id());
        walk(field.value, left);
    }
    value.items().for_each(|item| walk(item, left));
}

pub(crate) fn run(bytes: &[u8]) {
    let [name, bytes @ ..] = bytes else { return };
    let name = NAMES[usize::from(*name) % NAMES.len()];
    let source = match Source::new(name, bytes.to_vec()) {
        Ok(source) => Arc::new(source),
        Err(error) => return assert_eq!(error.findings().len(), 1),
    };
    match Document::read(&source) {
        Ok(document) => {
            document.roots().for_each(|root| walk(root, &mut 10_000));
            if name == "a.json" {
                let written = serde_json::from_slice::<serde_json::Value>(bytes);
                assert!(
                    written.is_ok() || bytes.starts_with(b"\xef\xbb\xbf"),
                    "serde refuses it"
                );
            }
        }
        Err(error) => {
            for finding in error.findings() {
                assert!(finding.place.line > 0 && !finding.message.is_empty());
            }
        }
    }
    if let Err(error) = Waivers::read(&source) {
        assert!(!error.findings().is_empty());
    }
}
