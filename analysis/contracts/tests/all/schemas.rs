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

/// What breaks when one schema becomes another: of those who send it, and of those who read it.
fn breaks(base: &str, revision: &str) -> [bool; 2] {
    let compared = compare(&api(base), &api(revision));
    let breaks = |side: &str| {
        compared.findings.iter().any(|finding| {
            finding.rule.level == holdpoint_findings::Level::Error
                && finding.rule.id.starts_with(&format!("api-{side}-body"))
        })
    };
    [breaks("request"), breaks("response")]
}

#[test]
fn keywords_of_which_others_say_nothing_break_somebody_too() {
    let cases = [
        (
            "{type: object}",
            "{type: object, additionalProperties: false}",
            [true, false],
        ),
        (
            "{type: object, additionalProperties: {type: string}}",
            "{type: object, additionalProperties: false}",
            [true, false],
        ),
        (
            "{type: object, additionalProperties: {}}",
            "{type: object, additionalProperties: true}",
            [false, false],
        ),
        (
            "{type: array, items: {}}",
            "{type: array, items: {}, uniqueItems: true}",
            [true, false],
        ),
        (
            "{type: object, maxProperties: 5}",
            "{type: object, maxProperties: 4}",
            [true, false],
        ),
        (
            "{type: object}",
            "{type: object, minProperties: 1}",
            [true, false],
        ),
        (
            "{type: object, minProperties: 0}",
            "{type: object}",
            [false, false],
        ),
        (
            "{type: integer, multipleOf: 5}",
            "{type: integer, multipleOf: 10}",
            [true, false],
        ),
        (
            "{type: integer, multipleOf: 4}",
            "{type: integer, multipleOf: 6}",
            [true, true],
        ),
        (
            "{type: number}",
            "{type: number, multipleOf: 0.1}",
            [true, false],
        ),
        (
            "{type: number, multipleOf: 0.3}",
            "{type: number, multipleOf: 0.1}",
            [false, true],
        ),
        (
            "{type: number, multipleOf: 5}",
            "{type: number, multipleOf: 5.0}",
            [false, false],
        ),
    ];
    for (base, revision, expected) in cases {
        assert_eq!(breaks(base, revision), expected, "{base} → {revision}");
        // The other way round it is the other side that breaks; only what a reader ignores anyway breaks nobody.
        let back = match expected {
            [true, false] if revision.contains("additionalProperties") => [false, false],
            [sent, read] => [read, sent],
        };
        assert_eq!(breaks(revision, base), back, "{revision} → {base}");
    }
}
