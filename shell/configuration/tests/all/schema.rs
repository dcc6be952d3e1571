//! The JSON Schema and the reader agree, and the schema that is checked in is the one that the code makes.

use holdpoint_configuration::schema;

use crate::world::{codes, file};

/// What an editor makes of a file.
fn valid(text: &str) -> bool {
    let options = serde_saphyr::options! { strict_booleans: true };
    let value: serde_json::Value = serde_saphyr::from_str_with_options(text, options).unwrap();
    jsonschema::draft202012::new(&schema())
        .unwrap()
        .is_valid(&value)
}

#[test]
fn the_schema_that_is_checked_in_has_no_drift() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../schemas/holdpoint.schema.json"
    );
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept == made,
        "the schema has drifted: `cargo xtask update` writes it anew"
    );
}

#[test]
fn sound_files_are_valid() {
    for name in ["examples/organisation.yaml", "examples/repository.yaml"] {
        assert!(valid(&file(name)), "{name}");
        assert!(codes(&file(name)).is_empty(), "{name}");
    }
}

#[test]
fn what_the_reader_refuses_for_its_shape_is_invalid_too() {
    let wrong = [
        "component: {}",
        "components: []",
        "components: {a: {}}",
        "components: {A: {unit: u}}",
        "components: {a: {unit: [u]}}",
        "components: {a: {unit: u, criticality: urgent}}",
        "components: {a: {unit: u, depends_on: b}}",
        "components: {a: {unit: u, path: ../b}}",
        "components: {a: {unit: u, path: /b}}",
        "components: {a: {unit: u, key-transactions: [{metric: m}]}}",
        "components: {a: {unit: u, criteria: {scheme: true}}}",
        "environments: {p: {protected: yes please}}",
        "environments: {p: {level: enforced}}",
        "environments: {p: {criteria: [{}]}}",
        "environments: {p: {criteria: [{waivable: false}]}}",
        "environments: {p: {criteria: [{scheme: true, ran: q}]}}",
        "environments: {p: {criteria: [{scheme: false}]}}",
        "environments: {p: {criteria: [{approvals: boss}]}}",
        "environments: {p: {criteria: [{approvals: {quorum: 2}}]}}",
        "environments: {p: {criteria: [{approvals: {role: sre, quorum: 0}}]}}",
        "environments: {p: {criteria: [{evidence: {predicate: junit, fresh: soon}}]}}",
        "environments: {p: {criteria: [{evidence: {predicate: junit, require: good}}]}}",
        "environments: {p: {steps: [{name: a}]}}",
        "environments: {p: {steps: [{command: []}]}}",
        "environments: {p: {steps: [{command: a, timeout: 10}]}}",
        "organisation: {timezone: UTC}",
        "organisation: {name: a, size: 3}",
        "organisation: {name: a}\nteams: {t: {title: T}}",
        "organisation: {name: a}\nteams: {t: {unit: u, members: [a b]}}\nunits: {u: }",
        "organisation: {name: a}\ncalendars: {c: {timezone: UTC}}",
        "organisation: {name: a}\ncalendars: {c: {timezone: UTC, hours: {someday: 8:00-9:00}}}",
        "organisation: {name: a}\ncalendars: {c: {timezone: UTC, hours: {friday: 8-9}}}",
        "organisation: {name: a}\ncalendars: {c: {timezone: UTC, hours: {}, holidays: {x: y}}}",
        "organisation: {name: a}\ncalendars: {c: {timezone: UTC, hours: {}, country: at}}",
        "organisation: {name: a}\nnaming: {version: semantic}",
        "organisation: {name: a}\nnaming: [{version: {pattern: x}}]",
        "organisation: {name: a}\ntemplates: {t: {readiness: [a]}}",
        "policies: {p: {title: T}}",
    ];
    for text in wrong {
        assert!(!codes(text).is_empty(), "the reader takes {text}");
        assert!(!valid(text), "the schema takes {text}");
    }
}
