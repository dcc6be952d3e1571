//! Descriptors say the same as the files that they were made of.

use std::path::Path;

use holdpoint_protobuf::{Contract, compare};

use crate::world::{every_rule, found};

fn image(name: &str) -> Contract {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/images")
        .join(name);
    Contract::decode(name, &std::fs::read(path).unwrap()).unwrap()
}

fn files(side: &str) -> Contract {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/images")
        .join(side);
    let text = std::fs::read_to_string(path).unwrap();
    crate::world::read("x", &[("everything.proto", &text)]).unwrap()
}

#[test]
fn descriptors_and_files_agree_with_each_other() {
    for side in ["old", "new"] {
        let (image, files) = (
            image(&format!("{side}.binpb")),
            files(&format!("{side}.proto")),
        );
        for (one, other) in [(&image, &files), (&files, &image)] {
            let compared = compare(one, other, &every_rule());
            assert!(compared.findings.is_empty(), "{:?}", found(&compared));
        }
    }
    let (old, new) = (image("old.binpb"), image("new.binpb"));
    let compared = compare(&old, &new, &every_rule());
    let texts = compare(&files("old.proto"), &files("new.proto"), &every_rule());
    assert_eq!(found(&compared), found(&texts));
    assert!(found(&compared).len() > 30, "{:?}", found(&compared));
    let places = |comparison: &holdpoint_protobuf::Comparison| {
        // What came along stands elsewhere in another version of it.
        let own = |finding: &&holdpoint_findings::Finding| !finding.place.file.contains("google");
        let each = comparison.findings.iter().filter(own);
        let mut places: Vec<_> = each
            .map(|finding| (finding.rule.id, finding.place.line, finding.place.column))
            .collect();
        places.sort_unstable();
        places
    };
    assert_eq!(places(&compared), places(&texts));
}

/// Without places a finding is said of the file.
#[test]
fn descriptors_need_not_say_where_anything_stands() {
    let (old, new) = (image("old-bare.binpb"), image("new.binpb"));
    let compared = compare(&new, &old, &every_rule());
    assert!(!compared.findings.is_empty());
    assert!(
        compared
            .findings
            .iter()
            .all(|finding| finding.place.line == 1)
    );
}
