//! Ids last: they are what runs, approvals and agents know steps by.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::random::definition;
use crate::world::{planned, sound};

fn ids(text: &str) -> BTreeSet<String> {
    planned(text)
        .nodes
        .iter()
        .map(|node| node.id.to_string())
        .collect()
}

#[test]
fn an_id_is_stage_step_and_combination() {
    let text = "
pipelines:
  p:
    stages:
      - name: build
        steps:
          - {name: test, run: x, matrix: {os: [linux, \"win dows/[1]\"], rust: [\"1.95\"]}}
          - {name: image, use: image, matrix: {arch: [arm]}}
parts:
  image: {steps: [{name: push, run: x}]}
";
    let ids = ids(text);
    for id in [
        "build:begin",
        "build/test[os=linux,rust=1.95]",
        "build/test[os=win%20dows%2f%5b1%5d,rust=1.95]",
        "build/test",
        "build/image[arch=arm]/push",
        "build/image[arch=arm]",
        "build/image",
        "build",
    ] {
        assert!(ids.contains(id), "{id} is not in {ids:?}");
    }
}

#[test]
fn a_long_value_is_told_apart_by_its_digest() {
    let long = "x".repeat(60);
    let text = format!(
        "pipelines: {{p: {{stages: [{{name: a, steps: [{{name: b, run: c, matrix: {{v: [\"{long}1\", \"{long}2\"]}}}}]}}]}}}}"
    );
    let ids = ids(&text);
    assert_eq!(ids.len(), 5);
    assert!(ids.iter().all(|id| id.len() < 80));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_step_more_changes_no_other_id(text in definition()) {
        let before = ids(&text);
        let more = text.replacen("    - name: t0\n", "    - name: first\n      steps: [{name: extra, run: x}]\n    - name: t0\n", 1);
        let more = more.replacen("      steps:\n", "      steps:\n        - {name: another, run: y, after: []}\n", 1);
        let after = ids(&more);
        prop_assert!(before.is_subset(&after));
    }

    #[test]
    fn the_same_definition_gives_the_same_digest(text in definition()) {
        let (one, two) = (planned(&text), planned(&text));
        prop_assert_eq!(one.digest(), two.digest());
        let other = text.replacen("run: x", "run: z", 1);
        if other != text && other.matches("run: z").count() == 1 && text.split("parts:").next().is_some_and(|own| own.contains("run: x")) {
            let third = planned(&other);
            prop_assert_ne!(one.digest(), third.digest());
        }
    }
}

#[test]
fn comments_and_the_order_of_keys_change_no_digest() {
    let one =
        "pipelines: {p: {title: a, stages: [{name: a, steps: [{name: b, run: c, timeout: 10m}]}]}}";
    let two = "# said\npipelines:\n  p:\n    stages:\n      - steps:\n          - {timeout: 10m, run: c, name: b}\n        name: a\n    title: a\n";
    assert_eq!(planned(one).digest(), planned(two).digest());
    assert_eq!(sound(one).pipelines.len(), 1);
}

#[test]
fn what_the_pipeline_says_of_all_steps_has_its_own_values_in_parts_too() {
    let text = "
pipelines:
  p:
    inputs: {region: {default: vienna}}
    env: {REGION: \"{{ inputs.region }}\"}
    agent: [\"{{ inputs.region }}\"]
    stages: [{name: a, steps: [{name: x, use: part, with: {n: 3}}]}]
parts:
  part: {inputs: {n: number}, steps: [{name: y, run: z, env: {N: \"{{ inputs.n }}\"}}]}
";
    let graph = planned(text);
    let node = &graph.nodes[graph.find("a/x/y").unwrap() as usize];
    let task = serde_json::to_value(node.task.as_ref().unwrap()).unwrap();
    assert_eq!(task["env"]["REGION"], "vienna");
    assert_eq!(task["env"]["N"], "3");
    assert_eq!(task["agent"]["labels"][0], "vienna");
    assert_eq!(graph.variables(node)["INPUT_N"], "3");
}
