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
fn numbers_differ_by_their_last_digit() {
    let schema = |limit: &str| format!("{{type: integer, maximum: {limit}}}");
    let narrower = [
        "api-request-body-max-decreased",
        "api-request-parameter-max-decreased",
    ];
    for (from, to) in [
        ("9223372036854775807", "9223372036854775806"),
        ("1e999999999", "1e999999998"),
    ] {
        assert_eq!(between(&schema(from), &schema(to)), narrower, "{from}");
    }
    assert!(between(&schema("10"), &schema("1.0e1")).is_empty());
    let gone = between(
        "{enum: [9007199254740992, 9007199254740993]}",
        "{enum: [9007199254740992]}",
    );
    assert!(!gone.is_empty());
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

/// An API of that version that takes a schema, with a shared one.
fn beside(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}
info: {{title: t, version: 1.0.0}}
paths:
  /pets:
    post:
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'200': {{description: ok}}}}
components:
  schemas:
    S: {{type: string, maxLength: 40}}
    R: {{$ref: '#/components/schemas/S', maxLength: 30, minLength: 1}}
"
    )
}

#[test]
fn what_stands_beside_a_reference_counts_since_3_1() {
    let found = |version: &str, old: &str, new: &str| {
        let mut lines = found(&compare(&beside(version, old), &beside(version, new)));
        lines.retain(|line| !line.starts_with("api-version-not-bumped"));
        lines
    };
    let (plain, short) = (
        "{$ref: '#/components/schemas/S'}",
        "{$ref: '#/components/schemas/S', maxLength: 5}",
    );
    let at = "/paths/~1pets/post/requestBody/content/application~1json/schema/maxLength";
    let shorter = format!("api-request-body-max-length-decreased {at}");
    assert_eq!(found("3.1.0", plain, short), [shorter.as_str()]);
    assert!(found("3.0.3", plain, short).is_empty());
    let shortest = "{$ref: '#/components/schemas/S', maxLength: 3}";
    assert_eq!(found("3.1.0", short, shortest), [shorter.as_str()]);
    // One that leads on has its own, and what stands nearer weighs more.
    let through = "{$ref: '#/components/schemas/R'}";
    let below = "{$ref: '#/components/schemas/R', minLength: 0}";
    let lengths: Vec<_> = ["max-length-decreased", "min-length-increased"].into();
    let through = found("3.1.0", plain, through);
    assert!(
        through.len() == 2
            && lengths
                .iter()
                .all(|one| through.iter().any(|found| found.contains(one))),
        "{through:?}"
    );
    assert_eq!(found("3.1.0", plain, below).len(), 1);
    // What only describes it is no news.
    let described = "{$ref: '#/components/schemas/S', description: short}";
    assert!(found("3.1.0", plain, described).is_empty());
}
