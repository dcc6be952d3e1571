use holdpoint_import::{Criticality, Format, ImportError, Limits, RecordKind, read};

use crate::workbook::{archive, workbook};
use crate::world::{component, components, preview, problems};

#[test]
fn every_sheet_is_a_table() {
    let bytes = workbook(&[
        ("Read me", &[&["This file", "is old"]]),
        ("Teams", &[&["Team", "Department"], &["Payments", "Retail"]]),
        (
            "Services",
            &[
                &["Services of 2026"],
                &["Name", "IT Owner Team", "Tier", "Description"],
                &["Till", "Payments", "1", "=1+1"],
                &["1024", "Payments", "3", ""],
            ],
        ),
        ("Empty", &[]),
    ]);
    let source = read("C:\\Users\\ada\\catalogue.xlsx", &bytes, &Limits::default()).unwrap();
    assert_eq!(source.formats(), [Format::Xlsx]);
    let records: Vec<_> = source
        .guess()
        .mapping
        .tables
        .iter()
        .map(|one| one.record)
        .collect();
    assert_eq!(records[1..], [RecordKind::Team, RecordKind::Component]);
    let preview = preview(&source);
    assert_eq!(components(&preview), ["till", "1024"]);
    let till = component(&preview.imported, "till");
    assert_eq!(
        (till.unit.as_deref(), till.criticality),
        (Some("retail"), Some(Criticality::Critical))
    );
    assert_eq!(
        till.description.as_deref(),
        Some("shown"),
        "the value, not the formula"
    );
    assert_eq!(till.place.to_string(), "catalogue.xlsx / Services:3");
    assert_eq!(
        problems(&preview),
        ["catalogue.xlsx / Services:2: one row above the headings is left out"]
    );
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_unopened() {
    let bytes = archive(&[("xl/workbook.xml", "x".to_owned())], Some(u32::MAX));
    let error = read("bomb.xlsx", &bytes, &Limits::default()).unwrap_err();
    assert!(
        matches!(
            error,
            ImportError::TooLarge {
                what: "bytes when unpacked",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn what_is_no_workbook_is_told() {
    let bytes = archive(&[("hello.txt", "hello".to_owned())], None);
    let error = read("x.xlsx", &bytes, &Limits::default()).unwrap_err();
    assert!(matches!(error, ImportError::Malformed { .. }), "{error}");
    let error = read("x.xlsx", &bytes[..40], &Limits::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`x.xlsx` cannot be read as an Excel workbook: the archive has no directory"
    );
}
