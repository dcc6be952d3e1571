//! Changes of schemas, by the way in which what they describe goes.

use crate::world::{api, between, compare, found};

#[test]
fn a_narrower_limit_breaks_who_sends_and_a_wider_one_who_reads() {
    let narrower = between(
        "{type: string, maxLength: 20}",
        "{type: string, maxLength: 10}",
    );
    assert_eq!(
        narrower,
        [
            "api-request-body-max-length-decreased",
            "api-request-parameter-max-length-decreased"
        ]
    );
    let wider = between(
        "{type: string, maxLength: 10}",
        "{type: string, maxLength: 20}",
    );
    assert!(
        wider.contains(&"api-response-body-max-length-increased"),
        "{wider:?}"
    );
}

#[test]
fn null_is_written_in_three_ways() {
    let became = [
        "api-request-body-became-nullable",
        "api-request-parameter-became-nullable",
        "api-response-body-became-nullable",
    ];
    let null = ["{type: [string, 'null']}", "{type: string, nullable: true}"];
    for null in null {
        assert_eq!(between("{type: string}", null), became);
    }
    let wrapped = "{oneOf: [{type: string}, {type: 'null'}]}";
    let found = between("{type: string}", wrapped);
    assert!(became.iter().all(|id| found.contains(id)), "{found:?}");
    assert!(
        !found.contains(&"api-response-body-type-changed"),
        "{found:?}"
    );
}

#[test]
fn branches_are_known_by_name_likeness_and_title() {
    let base =
        "oneOf:\n- {title: a, type: object, properties: {x: {type: string}}}\n- {type: integer}";
    let revision =
        "oneOf:\n- {type: integer}\n- {title: a, type: object, properties: {x: {type: boolean}}}";
    let found = between(base, revision);
    let changed = [
        "api-request-property-type-changed",
        "api-response-property-type-changed",
    ];
    assert!(changed.iter().all(|id| found.contains(id)), "{found:?}");
    assert!(!found.iter().any(|id| id.contains("one-of")), "{found:?}");
}

#[test]
fn what_is_read_only_may_narrow() {
    let base = "type: object\nproperties: {a: {type: string, readOnly: true, maxLength: 9}}";
    let found = between(base, &base.replace('9', "8"));
    assert_eq!(
        found,
        ["api-request-read-only-property-max-length-decreased"]
    );
}

#[test]
fn a_finding_is_at_the_keyword_with_the_place_before() {
    let base = api("type: object\nproperties: {a: {type: string, maxLength: 20}}");
    let compared = compare(&base, &base.replace("20}", "10}"));
    let pointer = "/components/schemas/P/properties/a/maxLength";
    let at = format!("api-request-property-max-length-decreased {pointer}");
    assert!(found(&compared).contains(&at), "{:?}", found(&compared));
    let finding = &compared.findings[0];
    assert_eq!(
        (finding.place.line, &*finding.place.file),
        (18, "revision.yaml")
    );
    assert_eq!(&*finding.related[0].place.file, "base.yaml");
    assert_eq!(finding.subject, "POST /pets");
}

#[test]
fn a_schema_within_itself_is_compared_once() {
    let base =
        "type: object\nproperties: {next: {$ref: '#/components/schemas/P'}, a: {type: string}}";
    let found = between(base, &base.replace("type: string", "type: integer"));
    assert!(
        found.contains(&"api-request-property-type-changed"),
        "{found:?}"
    );
}
