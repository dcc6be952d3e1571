//! Whoever writes a file does not decide how much memory its reader needs.

use std::time::Instant;

use holdpoint_pipelines::STEPS;

use crate::world::{planned, sound, wrong};

/// A matrix of so many by so many.
pub(crate) fn grid(side: usize) -> String {
    let list: Vec<_> = (0..side).map(|n| n.to_string()).collect();
    let list = list.join(", ");
    format!(
        "pipelines:\n  p:\n    stages:\n      - name: a\n        steps:\n          - name: x\n            run: y\n            \
         matrix: {{a: [{list}], b: [{list}]}}\n"
    )
}

#[test]
fn ten_thousand_steps_are_planned_and_one_more_is_not() {
    assert_eq!(planned(&grid(100)).steps(), STEPS);
    let said = wrong(&grid(101));
    assert!(
        said.contains("the matrix has more than 10000 combinations"),
        "{said}"
    );
    let two = grid(100).replace(
        "          - name: x",
        "          - {name: before, run: y}\n          - name: x",
    );
    assert!(wrong(&two).contains("the run has more than 10000 steps"));
}

#[test]
fn bombs_end_quickly() {
    let began = Instant::now();
    let mut bomb = "parts:\n  a: &a0 {steps: [{name: x, run: y}]}\n".to_owned();
    for at in 1..12 {
        bomb += &format!(
            "x{at}: &a{at} [{}]\n",
            vec![format!("*a{}", at - 1); 6].join(", ")
        );
    }
    bomb += "pipelines: {p: {stages: *a11}}\n";
    wrong(&bomb);
    let deep = format!("pipelines: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(wrong(&deep).contains("nested"));
    let many = "pipelines:\n  p:\n    env: &e {A: b}\n    stages:\n      - name: a\n        steps: &s [{name: x, run: y, cache: &c [".to_owned()
        + &"{paths: a, key: b}, ".repeat(3_000)
        + "]}]\nparts:\n"
        + &(0..200).map(|n| format!("  p{n}: {{steps: [{{name: x, run: y, cache: *c}}]}}\n")).collect::<String>();
    assert!(wrong(&many).contains("more than 200000 values"));
    assert!(began.elapsed().as_secs() < 300, "{:?}", began.elapsed());
}

#[test]
fn parts_within_parts_are_bounded() {
    let mut text =
        "pipelines:\n  p:\n    stages: [{name: a, steps: [{name: x, use: p0}]}]\nparts:\n"
            .to_owned();
    for at in 0..14 {
        text += &format!(
            "  p{at}: {{steps: [{{name: a, use: p{0}}}, {{name: b, use: p{0}}}]}}\n",
            at + 1
        );
    }
    text += "  p14: {steps: [{name: y, run: y}]}\n";
    assert!(wrong(&text).contains("more than"), "{}", wrong(&text));
    let mut text =
        "pipelines:\n  p:\n    stages: [{name: a, steps: [{name: x, use: p0}]}]\nparts:\n"
            .to_owned();
    for at in 0..3_000 {
        text += &format!("  p{at}: {{steps: [{{name: a, use: p{}}}]}}\n", at + 1);
    }
    text += "  p3000: {steps: [{name: y, run: y}]}\n";
    assert!(wrong(&text).contains("more than 20 deep"));
}

#[test]
fn long_expressions_and_brackets_are_refused() {
    let with = |when: &str| {
        format!(
            "pipelines:\n  p:\n    stages:\n      - name: a\n        steps:\n          - {{name: x, run: y, when: \"{when}\"}}\n"
        )
    };
    assert!(wrong(&with(&"not ".repeat(100))).contains("nested more than 40"));
    assert!(
        wrong(&with(&format!("branch == '{}'", "x".repeat(1_000))))
            .contains("more than 1000 letters")
    );
    let chain = vec!["branch == 'a'"; 50].join(" or ");
    sound(&with(&chain));
}
