//! Several files are one version, whose types may be used anywhere.

use holdpoint_avro::compare;
use holdpoint_findings::Direction;

use crate::world::read;

const OWNER: &str = r#"{"type": "record", "name": "shop.Owner", "fields": [{"name": "pets", "type": {"type": "array", "items": "Pet"}}]}"#;
const PET: &str =
    r#"{"type": "record", "name": "shop.Pet", "fields": [{"name": "age", "type": "int"}]}"#;

fn found(base: &[&str], revision: &[&str], direction: Direction) -> Vec<String> {
    let (base, revision) = (read(base).unwrap(), read(revision).unwrap());
    let found = compare(&base, &revision, direction).findings;
    let mut said: Vec<_> = { found.iter() }
        .map(|one| format!("{} {} {}", one.rule.id, one.subject, one.place.file))
        .collect();
    said.sort();
    said
}

#[test]
fn a_type_may_be_declared_in_a_later_file() {
    let changed = PET.replace("int", "string");
    let expected = ["avro-type-mismatch shop.Pet.age 1.avsc"];
    assert_eq!(
        found(&[OWNER, PET], &[OWNER, &changed], Direction::Backward),
        expected
    );
    // The order of the files says nothing.
    assert!(found(&[OWNER, PET], &[PET, OWNER], Direction::Backward).is_empty());
    assert!(read(&[OWNER]).is_err());
}

#[test]
fn a_schema_that_is_gone_cannot_be_read_and_a_new_one_need_not() {
    let gone = ["avro-schema-removed shop.Pet 1.avsc"];
    let single = r#"{"type": "fixed", "name": "Id", "size": 1}"#;
    assert_eq!(
        found(&[single, PET], &[single, single], Direction::Backward),
        gone
    );
    assert!(found(&[single, single], &[single, PET], Direction::Forward).is_empty());
    assert!(found(&[single, single], &[single, PET], Direction::Backward).is_empty());
    // It may have moved into another one.
    let within = OWNER.replace("\"Pet\"", PET);
    assert!(found(&[single, PET], &[single, &within], Direction::Backward).is_empty());
    let renamed = PET.replace("\"shop.Pet\"", r#""shop.Animal", "aliases": ["Pet"]"#);
    assert!(found(&[single, PET], &[single, &renamed], Direction::Backward).is_empty());
}

#[test]
fn types_of_a_protocol_are_schemas() {
    let protocol = |of: &str| {
        let types = r#"[{"type": "record", "name": "Pet", "fields": [{"name": "age", "type": "TYPE"}]},
            {"type": "error", "name": "Lost", "fields": []}]"#;
        format!(
            r#"{{"protocol": "Pets", "namespace": "shop", "types": {}, "messages": {{}}}}"#,
            types.replace("TYPE", of)
        )
    };
    let expected = ["avro-type-mismatch shop.Pet.age 0.avsc"];
    assert_eq!(
        found(
            &[&protocol("long")],
            &[&protocol("int")],
            Direction::Backward
        ),
        expected
    );
    let empty = read(&[r#"{"protocol": "Pets", "types": []}"#]).unwrap_err();
    assert_eq!(empty.findings()[0].rule.id, "avro-schema-empty");
}
