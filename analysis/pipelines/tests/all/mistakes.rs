//! Mistakes, each with its message, its help and the text that is underlined.

use crate::world::{sound, told, wrong};

/// All files of mistakes: a definition, and what is said about it.
#[test]
fn every_mistake_is_told_at_its_place() {
    for (name, text) in [
        ("shapes", include_str!("files/shapes.yaml")),
        ("kinds", include_str!("files/kinds.yaml")),
        ("names", include_str!("files/names.yaml")),
        ("expressions", include_str!("files/expressions.yaml")),
        ("syntax", include_str!("files/syntax.yaml")),
        ("secrets", include_str!("files/secrets.yaml")),
        ("matrices", include_str!("files/matrices.yaml")),
        ("circles", include_str!("files/circles.yaml")),
        ("parts", include_str!("files/parts.yaml")),
        ("planned", include_str!("files/planned.yaml")),
    ] {
        insta::assert_snapshot!(format!("wrong-{name}"), wrong(text));
    }
}

#[test]
fn every_rule_has_a_mistake_here() {
    let files = [
        include_str!("files/shapes.yaml"),
        include_str!("files/kinds.yaml"),
        include_str!("files/names.yaml"),
        include_str!("files/expressions.yaml"),
        include_str!("files/syntax.yaml"),
        include_str!("files/secrets.yaml"),
        include_str!("files/matrices.yaml"),
        include_str!("files/circles.yaml"),
        include_str!("files/parts.yaml"),
        include_str!("files/planned.yaml"),
    ];
    let mut all: String = files.iter().map(|text| wrong(text)).collect();
    all += &wrong(&crate::large::grid(200));
    for rule in holdpoint_pipelines::rules() {
        assert!(all.contains(rule.id), "nothing is wrong by `{}`", rule.id);
    }
}

#[test]
fn a_secret_is_shown_nowhere() {
    let secret = "ghp_0123456789abcdefghij0123456789abcdef";
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----\n            b3BlbnNzaC1rZXktdjEAAAAA";
    let text = format!(
        "pipelines:\n  p:\n    stages:\n      - name: a\n        steps:\n          - name: x\n            run: |\n            \
         curl -H 'Authorization: {secret}' https://example.org\n            env: {{ä: \"ö {secret}\", KEY: hunter2-hunter2}}\n"
    );
    let said = wrong(&text.replace("run: |\n            curl", "run: |\n              curl"));
    assert!(said.contains("pipeline-secret"), "{said}");
    assert!(!said.contains("ghp_0123"), "{said}");
    let text = format!(
        "parts:\n  p:\n    steps:\n      - name: x\n        run: |\n          {}\n",
        key.trim_end()
    );
    let said = wrong(&text);
    assert!(
        said.contains("a private key") && !said.contains("b3Blbn"),
        "{said}"
    );
}

#[test]
fn scripts_keep_their_own_brackets() {
    sound(
        "pipelines:\n  p:\n    stages:\n      - name: a\n        steps:\n          - {name: x, run: \"docker inspect --format '{{.Id}}' x\"}\n",
    );
}

#[test]
fn a_file_without_pipelines_is_sound_and_one_that_is_no_map_is_not() {
    assert!(sound("units: {a: {}}\n").pipelines.is_empty());
    assert!(wrong("[1, 2]").contains("a list stands where a map with `pipelines` is expected"));
    let said = crate::world::read("a: [")
        .map(|_| String::new())
        .unwrap_or_else(|wrong| told(&wrong));
    assert!(said.contains("document-syntax"), "{said}");
}
