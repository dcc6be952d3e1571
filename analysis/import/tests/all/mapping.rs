use holdpoint_import::{Field, Mapping, RecordKind};

use crate::world::{components, preview, source};

#[test]
fn a_mapping_is_guessed_printed_changed_and_given_back() {
    let file = source(
        "stuff.csv",
        "Bezeichnung,Wer,Business Critcality,Notes\nTill,Payments,1,x\n",
    );
    let guessed = file.guess();
    let table = &guessed.mapping.tables[0];
    assert_eq!(
        table.fields.get(&Field::Criticality).map(String::as_str),
        Some("Business Critcality")
    );
    let spelled = guessed
        .guesses
        .iter()
        .find(|guess| guess.field == Some(Field::Criticality))
        .unwrap();
    assert_eq!(
        spelled.reason,
        "`Business Critcality` is spelled like `business criticality`"
    );
    let unused: Vec<&str> = guessed
        .unused
        .iter()
        .map(|(_, column)| column.as_str())
        .collect();
    assert_eq!(unused, ["Bezeichnung", "Wer", "Notes"]);

    let mut mapping = guessed.mapping;
    mapping.tables[0].record = RecordKind::Component;
    mapping.tables[0]
        .fields
        .insert(Field::Name, "Bezeichnung".into());
    mapping.tables[0].fields.insert(Field::Team, "Wer".into());
    let yaml = mapping.to_yaml().unwrap();
    assert!(yaml.contains("name: Bezeichnung"), "{yaml}");
    let json = serde_json::to_string(&mapping).unwrap();
    for text in [yaml, json] {
        let again = Mapping::parse(&text).unwrap();
        assert_eq!(again, mapping);
        let preview = file.preview(&again).unwrap();
        assert_eq!(components(&preview), ["till"]);
        assert_eq!(
            preview.imported.components[0].team.as_deref(),
            Some("payments")
        );
    }
}

#[test]
fn what_a_mapping_names_must_be_there() {
    let file = source("services.csv", "Service,Team\nTill,Payments\n");
    let mut mapping = file.guess().mapping;
    mapping.tables[0]
        .fields
        .insert(Field::Name, "Servise".into());
    assert_eq!(
        file.preview(&mapping).unwrap_err().to_string(),
        "the mapping names column `Servise`, which is not in the source: did you mean `Service`?"
    );
    mapping.tables[0].table = "x".into();
    assert_eq!(
        file.preview(&mapping).unwrap_err().to_string(),
        "the mapping names table `x`, which is not in the source"
    );
    let error = Mapping::parse("tables:\n  - table: x\n    record: component\n    feilds: {}\n")
        .unwrap_err();
    assert!(error.to_string().contains("feilds"), "{error}");
}

#[test]
fn tables_that_a_mapping_does_not_name_are_left_out() {
    let file = source("services.csv", "Service,Team\nTill,Payments\n");
    let preview = file.preview(&Mapping::default()).unwrap();
    assert!(preview.imported.components.is_empty());
    assert_eq!(preview.skipped[0].why, "nothing is made of such records");
}

#[test]
fn a_table_is_told_by_its_name_or_by_its_columns() {
    let cases = [
        ("teams 2026.csv", "Name,Mail", RecordKind::Team),
        ("sys_user_group.csv", "name,manager", RecordKind::Team),
        (
            "cmdb_rel_ci (1).csv",
            "parent,child,type",
            RecordKind::Dependency,
        ),
        ("x.csv", "Application,Tier", RecordKind::Component),
        ("x.csv", "Name,Email", RecordKind::Person),
        ("x.csv", "Parent,Child", RecordKind::Dependency),
        ("x.csv", "Foo,Bar", RecordKind::Skip),
    ];
    for (name, headings, expected) in cases {
        let guessed = source(name, &format!("{headings}\na,b\n")).guess();
        assert_eq!(
            guessed.mapping.tables[0].record, expected,
            "{name} {headings}"
        );
    }
}

#[test]
fn a_preview_survives_its_way_through_json() {
    let preview = preview(&source("services.csv", "Service,Team\nTill,Payments\n"));
    let text = serde_json::to_string(&preview).unwrap();
    let again: holdpoint_import::Preview = serde_json::from_str(&text).unwrap();
    assert_eq!(again, preview);
}
