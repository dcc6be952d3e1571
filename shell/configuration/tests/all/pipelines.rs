//! Pipelines in the file: sound ones are taken, mistakes are shown with all others.

use crate::world::{codes, read};

const SOUND: &str = "components: {}
pipelines:
  shop:
    stages:
      - {name: build, steps: [{name: image, use: image}]}
parts:
  image: {steps: [{name: push, run: ./push.sh}]}
";

#[test]
fn a_file_of_a_repository_has_pipelines() {
    assert_eq!(codes(SOUND), Vec::<String>::new());
    assert_eq!(
        codes(&format!("organisation: {{name: acme}}\n{SOUND}")),
        Vec::<String>::new()
    );
}

#[test]
fn mistakes_are_shown_beside_those_of_other_sections() {
    let text = SOUND
        .replace("components: {}", "components: {a: {titel: A}}")
        .replace("use: image", "use: imgae");
    let found = codes(&text);
    assert!(
        found.contains(&"pipeline-unknown-name".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"configuration-unknown-key".to_owned()),
        "{found:?}"
    );
}

#[test]
fn what_cannot_be_planned_is_wrong_too() {
    let text = SOUND.replace("run: ./push.sh", "run: ./push.sh, secrets: [registry]");
    assert_eq!(codes(&text), ["pipeline-unknown-name"]);
}

#[test]
fn a_mistake_stands_at_its_place_and_a_secret_is_not_shown() {
    let secret = "ghp_0123456789abcdefghij0123456789abcdef";
    let text = SOUND.replace("./push.sh", &format!("\"ö {secret}\""));
    let found = read(&text).unwrap_err();
    let one = found.iter().next().unwrap();
    let position = one.source.position(one.span.start);
    assert_eq!((one.code.as_str(), position.line), ("pipeline-secret", 7));
    assert_eq!(
        position.column,
        "  image: {steps: [{name: push, run: ".len() + 1
    );
    let said = format!("{found} {}", serde_json::to_string(&found).unwrap());
    assert!(!said.contains("ghp_"), "{said}");
}
