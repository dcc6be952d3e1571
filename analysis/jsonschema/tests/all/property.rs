//! What is called safe is: an independent validator finds no value that one version takes and the other refuses.

use holdpoint_findings::{Direction, Level};
use holdpoint_jsonschema::{Content, compare};
use proptest::prelude::*;
use serde_json::Value;

use crate::random::Random;
use crate::world::read;

/// How many pairs are tried; `HOLDPOINT_PAIRS` says more.
fn pairs() -> u32 {
    let said = std::env::var("HOLDPOINT_PAIRS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(1_000)
}

const DRAFTS: [(&str, jsonschema::Draft); 3] = [
    (
        "https://json-schema.org/draft/2020-12/schema",
        jsonschema::Draft::Draft202012,
    ),
    (
        "https://json-schema.org/draft/2019-09/schema",
        jsonschema::Draft::Draft201909,
    ),
    (
        "http://json-schema.org/draft-07/schema#",
        jsonschema::Draft::Draft7,
    ),
];

/// As that draft has it.
fn of_draft(schema: &Value, number: usize) -> Value {
    let mut text = schema.to_string();
    if number > 0 {
        text = text
            .replace("\"items\":", "\"additionalItems\":")
            .replace("\"prefixItems\":", "\"items\":");
    }
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    schema["$schema"] = DRAFTS[number].0.into();
    schema
}

/// Whether we say that it is safe; none if it is not decided.
fn safe(base: &Value, revision: &Value) -> Option<bool> {
    let read = |schema: &Value| read(&schema.to_string());
    // What leads back to itself is refused.
    let (Ok(base), Ok(revision)) = (read(base), read(revision)) else {
        return None;
    };
    let compared = compare(&base, &revision, Direction::Backward, Content::AsWritten);
    let breaks = compared
        .findings
        .iter()
        .any(|one| one.level == Level::Error);
    (!compared.incomplete).then_some(!breaks)
}

/// A value that the one takes and the other refuses.
fn witness(
    base: &Value,
    revision: &Value,
    draft: usize,
    random: &mut Random,
    tries: usize,
) -> Option<Value> {
    let validator = |schema| {
        let options = jsonschema::options().with_draft(DRAFTS[draft].1);
        options.build(schema).unwrap()
    };
    let (old, new) = (validator(base), validator(revision));
    (0..tries)
        .map(|_| random.value(3))
        .find(|value| old.is_valid(value) && !new.is_valid(value))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: pairs(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_safe_is(seed in any::<u64>()) {
        let mut random = Random(seed);
        let (base, revision) = random.pair();
        let draft = random.below(3);
        let (base, revision) = (of_draft(&base, draft), of_draft(&revision, draft));
        for (old, new) in [(&base, &revision), (&revision, &base)] {
            if safe(old, new) == Some(true) {
                let refused = witness(old, new, draft, &mut random, 120);
                prop_assert!(refused.is_none(), "{refused:?}\n{old}\n{new}");
            }
        }
    }

    #[test]
    fn a_schema_takes_what_it_takes(seed in any::<u64>()) {
        let mut random = Random(seed);
        let (base, _) = random.pair();
        let base = of_draft(&base, random.below(3));
        prop_assume!(read(&base.to_string()).is_ok());
        prop_assert!(safe(&base, &base) == Some(true), "{base}");
    }
}

/// Not everything is refused: of what is, the validator often finds a value that shows it, and much is safe.
#[test]
fn what_is_refused_often_breaks() {
    let (mut yes, mut shown, mut only_said) = (0, 0, 0);
    for seed in 0..600 {
        let mut random = Random(seed);
        let (base, revision) = random.pair();
        let (base, revision) = (of_draft(&base, 0), of_draft(&revision, 0));
        match safe(&base, &revision) {
            Some(true) => yes += 1,
            _ if witness(&base, &revision, 0, &mut random, 400).is_some() => shown += 1,
            _ => only_said += 1,
        }
    }
    println!("safe {yes}, shown to break {shown}, only said to break {only_said}");
    assert!(
        yes > 100 && shown > 60 && shown > only_said,
        "safe {yes}, shown {shown}, only said {only_said}"
    );
}

/// Found by the property above, or nearly.
#[test]
fn what_was_once_wrong_stays_right() {
    let wrong = [
        // What `if` looks at is evaluated, even if nothing follows from it.
        (
            r#"{"type": "object", "unevaluatedProperties": false, "if": {"properties": {"b": {}}}}"#,
            r#"{"type": "object", "maxProperties": 0}"#,
            r#"{"b": 1}"#,
        ),
        // Of what is no object nothing has to be there, so nothing follows from its being there.
        (
            r#"{"required": ["b"], "dependentSchemas": {"b": {"type": "boolean"}}}"#,
            r#"{"type": ["boolean", "object"]}"#,
            "\"a\"",
        ),
    ];
    for (old, new, value) in wrong {
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let (mut old, mut new) = (read(old), read(new));
        old["$schema"] = DRAFTS[0].0.into();
        new["$schema"] = DRAFTS[0].0.into();
        assert_eq!(safe(&old, &new), Some(false), "{old} {new}");
        assert!(
            jsonschema::is_valid(&old, &read(value)) && !jsonschema::is_valid(&new, &read(value))
        );
    }
}
