//! One file for each rule: two versions, and all that is found between them by all rules.
//!
//! `UPDATE=1` writes what is found; what is written has been compared with `buf` by the example `agreement`.

use std::path::{Path, PathBuf};

use holdpoint_protobuf::{Contract, compare};

use crate::world::{every_rule, lines, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The files of a side.
fn side(text: &str, side: &str) -> Contract {
    let mut files = Vec::new();
    for part in text.split("\n=== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap();
        if let Some(path) = head.strip_prefix(side) {
            files.push((path.trim(), body));
        }
    }
    assert!(!files.is_empty(), "there is no {side}");
    read(side, &files).unwrap_or_else(|error| panic!("{error}"))
}

fn check(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let (given, expected) = text.split_once("=== found\n").unwrap();
    let (base, revision) = (side(given, "base"), side(given, "revision"));
    let found = lines(&compare(&base, &revision, &every_rule())).join("\n") + "\n";
    let rule = path.file_stem().unwrap().to_str().unwrap();
    assert!(
        found.contains(&format!(" {rule} ")),
        "{rule} finds nothing:\n{found}"
    );
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{given}=== found\n{found}")).unwrap();
    } else {
        assert_eq!(found, expected, "{}", path.display());
    }
    // The other way round, and from itself to itself, nothing goes wrong.
    assert!(!compare(&revision, &base, &every_rule()).incomplete);
    assert!(compare(&base, &base, &every_rule()).findings.is_empty());
}

#[test]
fn every_rule_finds_what_its_case_says() {
    let mut count = 0;
    for rule in holdpoint_protobuf::rules() {
        if rule.aliases.is_empty() {
            continue;
        }
        check(&folder().join(format!("{}.txt", rule.id)));
        count += 1;
    }
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), count);
}
