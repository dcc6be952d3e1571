//! The JSON Schema takes what the reader takes.

use crate::random::definition;
use crate::world::sound;
use proptest::prelude::*;

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&holdpoint_pipelines::schema::schema()).unwrap()
}

fn json(text: &str) -> serde_json::Value {
    let source = holdpoint_findings::Source::new("a.yaml", text.as_bytes().to_vec()).unwrap();
    let document = holdpoint_findings::Document::read_yaml(&std::sync::Arc::new(source)).unwrap();
    serde_json::from_str(&document.root().to_string()).unwrap()
}

#[test]
fn the_sample_fits_the_schema() {
    let validator = validator();
    for text in [
        include_str!("files/shop.yaml"),
        include_str!("files/ci.yaml"),
    ] {
        sound(text);
        let errors: Vec<_> = validator
            .iter_errors(&json(text))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn unknown_keys_do_not_fit_it() {
    let validator = validator();
    for text in [
        "pipelines: {p: {stagse: []}}",
        "pipelines: {p: {stages: [{name: a, steps: [{name: b, rum: c}]}]}}",
        "pipelines: {p: {stages: [{name: a, steps: [{name: b, run: c, timeout: soon}]}]}}",
        "parts: {p: {steps: [{name: b, retries: {count: 0}}]}}",
    ] {
        assert!(!validator.is_valid(&json(text)), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_read_fits_it(text in definition()) {
        sound(&text);
        let json = json(&text);
        prop_assert!(validator().is_valid(&json), "{}", text);
    }
}
