//! Nothing that somebody sends stops the program.

use holdpoint_import::{ImportError, Limits, read, slug};
use proptest::prelude::*;

use crate::workbook::workbook;

#[test]
fn limits_are_kept() {
    let tiny = Limits {
        rows: 2,
        columns: 3,
        bytes: 200,
        cell_bytes: 20,
        ..Limits::default()
    };
    let what = |file: &str, text: &str| match read(file, text.as_bytes(), &tiny) {
        Err(ImportError::TooLarge { what, .. }) => what,
        other => panic!("{file}: {other:?}"),
    };
    assert_eq!(what("a.csv", "Name,Team\na,b\nc,d\ne,f\ng,h\n"), "rows");
    assert_eq!(what("a.csv", "a,b,c,d\n1,2,3,4\n"), "columns");
    assert_eq!(what("a.csv", &"x".repeat(201)), "bytes");
    assert_eq!(
        what("a.csv", "Name,Team\naaaaaaaaaaaaaaaaaaaaaaaaaaa,b\n"),
        "bytes in a cell"
    );
    let xml = format!("<x>{}</x>", "<cmdb_ci/>".repeat(3));
    assert_eq!(what("a.xml", &xml), "rows");
}

#[test]
fn what_is_no_format_is_told() {
    for (file, bytes) in [
        ("a.bin", &b"\0\x01\x02\x90"[..]),
        ("a.csv", b""),
        ("a.yaml", b"foo: bar"),
    ] {
        let error = read(file, bytes, &Limits::default()).unwrap_err();
        assert!(
            matches!(error, ImportError::UnknownFormat { .. }),
            "{file}: {error}"
        );
    }
    for (file, text) in [
        ("a.json", "{\"x\": 1}"),
        ("a.json", "{"),
        ("a.xml", "<a><b></a>"),
    ] {
        let error = read(file, text.as_bytes(), &Limits::default()).unwrap_err();
        assert!(
            matches!(error, ImportError::Malformed { .. }),
            "{file}: {error}"
        );
    }
}

#[test]
fn deep_nesting_overflows_nothing() {
    let deep = [
        "<a>".repeat(200_000),
        "[".repeat(200_000),
        format!("kind: x\nmetadata: y\napiVersion: {}", "[".repeat(100_000)),
    ];
    for (text, file) in deep.iter().zip(["a.xml", "a.json", "a.yaml"]) {
        let _refused_or_told = read(file, text.as_bytes(), &Limits::default());
    }
}

#[test]
fn entities_are_not_expanded() {
    let text = "<!DOCTYPE x [<!ENTITY a \"boom\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><x><cmdb_ci_service><name>Till&a;&f;&#33;</name></cmdb_ci_service></x>";
    let source = read("a.xml", text.as_bytes(), &Limits::default()).unwrap();
    let preview = source.preview(&source.guess().mapping).unwrap();
    assert_eq!(preview.imported.components[0].title, "Till!");
}

#[test]
fn a_large_catalogue_is_previewed_in_seconds() {
    let mut text = String::from("Service,Team,Department,Depends on\n");
    for n in 0..50_000_u32 {
        text += &format!(
            "Service {n},Team {},Unit {},Service {}\n",
            n % 500,
            n % 50,
            n / 2
        );
    }
    let begin = std::time::Instant::now();
    let source = read("services.csv", text.as_bytes(), &Limits::default()).unwrap();
    let preview = source.preview(&source.guess().mapping).unwrap();
    assert_eq!(
        (
            preview.imported.components.len(),
            preview.imported.teams.len()
        ),
        (50_000, 500)
    );
    assert_eq!(preview.problems, []);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

/// Every name that would be imported is valid and unique, whatever the content.
fn check(file: &str, bytes: &[u8]) {
    let Ok(source) = read(file, bytes, &Limits::default()) else {
        return;
    };
    let preview = source.preview(&source.guess().mapping).unwrap();
    let mut names: Vec<&str> = preview
        .imported
        .components
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert!(
        names
            .iter()
            .all(|name| slug(name).as_deref() == Some(*name))
    );
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_csv_is_taken(rows in proptest::collection::vec("[a-cA-C=+@,;|\"'\n -]{0,30}", 0..8)) {
        let text = format!("Service,Team,Depends on,Tier\n{}", rows.join("\n"));
        check("services.csv", text.as_bytes());
    }

    #[test]
    fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0_usize..5) {
        let file = ["a.csv", "a.xlsx", "a.yaml", "a.json", "a.xml"][kind];
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"apiVersion: a\nkind: b\nmetadata:\n", b"{\"result\":[", b"<x><cmdb_ci>"][kind];
        check(file, &[start, &bytes].concat());
    }

    #[test]
    fn any_damage_to_a_workbook_is_taken(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = workbook(&[("Services", &[&["Name", "Team"], &["Till", "Payments"]])]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check("a.xlsx", &bytes);
    }

    #[test]
    fn any_catalogue_is_taken(text in "[a-c:\\[\\]{}\"'\n -]{0,80}") {
        check("a.yaml", format!("apiVersion: a\nkind: Component\nmetadata: {{name: a}}\n---\n{text}").as_bytes());
    }
}
