//! Conditions and templates.

use std::collections::BTreeMap;

use holdpoint_pipelines::{Given, Graph, Test, plan};
use proptest::prelude::*;

use crate::world::{sound, told};

fn with(when: &str) -> String {
    let when = when.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "pipelines:\n  p:\n    inputs: {{n: {{type: number, default: 3}}, t: {{default: abc}}, b: {{type: boolean, default: true}}}}\n    \
         stages:\n      - name: a\n        steps:\n          - {{name: x, run: y, when: \"{when}\"}}\n"
    )
}

fn graph(when: &str, branch: &str) -> Graph {
    let given = Given {
        branch: branch.to_owned(),
        event: "push".to_owned(),
        ..Given::default()
    };
    plan(&sound(&with(when)), "p", &given).unwrap_or_else(|wrong| panic!("{}", told(&wrong)))
}

/// Whether a condition that asks nothing of the run holds.
fn holds(when: &str, branch: &str) -> bool {
    match graph(when, branch).nodes[1].when {
        None => true,
        Some(Test::Known(known)) => known,
        ref other => panic!("{when} is {other:?}"),
    }
}

#[test]
fn what_holds_and_what_does_not() {
    for (when, expected) in [
        ("branch == 'main'", true),
        ("branch != \"main\"", false),
        ("inputs.n > 2 and inputs.n <= 3", true),
        ("inputs.n < -2 or inputs.n >= 4", false),
        ("not inputs.b", false),
        ("not (inputs.b and branch == 'x')", true),
        ("inputs.t in ['abc', 'd']", true),
        ("inputs.n in [1, 2]", false),
        ("inputs.t in []", false),
        ("branch matches 'm*n'", true),
        ("branch matches 'ma?'", false),
        ("event == 'push' and tag == '' and commit == ''", true),
        ("true", true),
        ("false or true and false", false),
        ("not not inputs.b", true),
        ("inputs.b == true", true),
        ("inputs.b != inputs.b", false),
    ] {
        assert_eq!(holds(when, "main"), expected, "{when}");
    }
}

#[test]
fn what_asks_about_the_run_stays() {
    let text = |when: &str| {
        graph(when, "main").nodes[1]
            .when
            .as_ref()
            .map(ToString::to_string)
    };
    assert_eq!(
        text("always and branch == 'main'").as_deref(),
        Some("(always and true)")
    );
    assert_eq!(
        text("failed or cancelled").as_deref(),
        Some("(failed or cancelled)")
    );
    assert_eq!(text("not succeeded").as_deref(), Some("not succeeded"));
}

#[test]
fn templates_are_filled_and_numbers_with_points_stay_as_they_are() {
    let text = "
pipelines:
  p:
    inputs: {name: text, n: {type: number, default: 7}}
    env: {ALL: \"{{ inputs.name }}-{{inputs.n}}-{{ '}}' }}-{{ branch }}\"}
    stages:
      - name: a
        steps:
          - {name: x, container: \"rust:{{ matrix.v }}\", matrix: {v: [1.20, 1.21]}}
";
    let given = Given {
        inputs: BTreeMap::from([("name".to_owned(), "a b".to_owned())]),
        branch: "main".to_owned(),
        ..Given::default()
    };
    let graph = plan(&sound(text), "p", &given).unwrap();
    let node = &graph.nodes[graph.find("a/x[v=1.20]").unwrap() as usize];
    let task = serde_json::to_value(node.task.as_ref().unwrap()).unwrap();
    assert_eq!(task["env"]["ALL"], "a b-7-}}-main");
    assert_eq!(task["work"]["container"]["image"], "rust:1.20");
    let variables = graph.variables(node);
    assert_eq!(variables["INPUT_NAME"], "a b");
    assert_eq!(variables["MATRIX_V"], "1.20");
    assert_eq!(variables["PIPELINE_STEP"], "a/x[v=1.20]");
}

#[test]
fn inputs_that_do_not_fit_are_told() {
    let definition =
        sound("pipelines: {p: {inputs: {n: number, must: text}, stages: [{name: a, steps: []}]}}");
    let inputs = BTreeMap::from([
        ("n".to_owned(), "x".to_owned()),
        ("m".to_owned(), "y".to_owned()),
    ]);
    let given = Given {
        inputs,
        ..Given::default()
    };
    let said = told(&plan(&definition, "p", &given).unwrap_err());
    assert!(
        said.contains("the input `n` is `x`, which is not a whole number"),
        "{said}"
    );
    assert!(
        said.contains("the input `must` is not given; it is text"),
        "{said}"
    );
    assert!(said.contains("there is no input `m`"), "{said}");
    let said = told(&plan(&definition, "q", &given).unwrap_err());
    assert!(said.contains("there is no pipeline `q`"), "{said}");
}

/// A condition as a tree of its own, with what it is worth.
#[derive(Debug, Clone)]
enum Tree {
    Leaf(i64, bool),
    Not(Box<Tree>),
    Both(Box<Tree>, Box<Tree>),
    Either(Box<Tree>, Box<Tree>),
}

impl Tree {
    /// With brackets around everything, so that nothing depends on what binds stronger.
    fn text(&self) -> String {
        match self {
            Self::Leaf(number, less) => {
                format!("inputs.n {} {number}", if *less { "<" } else { "==" })
            }
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::Both(a, b) => format!("({}) and ({})", a.text(), b.text()),
            Self::Either(a, b) => format!("({}) or ({})", a.text(), b.text()),
        }
    }

    fn worth(&self) -> bool {
        match self {
            Self::Leaf(number, true) => 3 < *number,
            Self::Leaf(number, false) => 3 == *number,
            Self::Not(inner) => !inner.worth(),
            Self::Both(a, b) => a.worth() && b.worth(),
            Self::Either(a, b) => a.worth() || b.worth(),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (0_i64..6, any::<bool>()).prop_map(|(number, less)| Tree::Leaf(number, less));
    leaf.prop_recursive(4, 24, 2, |inner| {
        let two = || {
            (
                inner.clone().prop_map(Box::new),
                inner.clone().prop_map(Box::new),
            )
        };
        prop_oneof![
            inner.clone().prop_map(|one| Tree::Not(Box::new(one))),
            two().prop_map(|(a, b)| Tree::Both(a, b)),
            two().prop_map(|(a, b)| Tree::Either(a, b)),
        ]
    })
}

/// A naive pattern: by recursion.
fn like(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|at| like(rest, &text[at..])),
        [one, rest @ ..] => {
            matches!(text, [first, others @ ..] if (*one == '?' || one == first) && like(rest, others))
        }
    }
}

proptest! {
    #[test]
    fn conditions_are_worth_what_they_say(tree in tree()) {
        prop_assume!(tree.text().len() < 900);
        prop_assert_eq!(holds(&tree.text(), "main"), tree.worth());
    }

    #[test]
    fn patterns_are_as_the_naive_ones(pattern in "[ab*?]{0,7}", text in "[ab]{0,7}") {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let expected = like(&chars(&pattern), &chars(&text));
        prop_assert_eq!(holds(&format!("branch matches '{pattern}'"), &text), expected);
    }

    #[test]
    fn no_condition_is_too_strange(text in "[ -~]{0,40}") {
        let text = text.replace(['\\', '"'], "'");
        let source = with(&text);
        if let Err(wrong) = crate::world::read(&source) {
            for finding in wrong.findings() {
                prop_assert!(finding.place.line == 7 || finding.rule.id.starts_with("document"), "{}", told(&wrong));
            }
        }
    }
}
