//! Random definitions, as text.

use proptest::prelude::*;

/// What makes a step: bytes that are drawn.
type Drawn = (u8, u8, u8, Vec<u8>);

fn condition(byte: u8, before: &[String]) -> String {
    let outcome = before.first().map_or("always".to_owned(), |name| {
        format!("steps.{name}.outcome in ['failed', 'skipped']")
    });
    let all = [
        "".to_owned(),
        "".to_owned(),
        "".to_owned(),
        "always".to_owned(),
        "failed".to_owned(),
        "not cancelled".to_owned(),
        "cancelled or failed".to_owned(),
        "inputs.yes".to_owned(),
        "not inputs.yes".to_owned(),
        "branch == 'main'".to_owned(),
        "succeeded and inputs.yes".to_owned(),
        outcome,
    ];
    match all[byte as usize % all.len()].as_str() {
        "" => String::new(),
        text => format!(", when: \"{text}\""),
    }
}

fn matrix(byte: u8) -> &'static str {
    match byte % 8 {
        0 => ", matrix: {n: [1, 2, 3], fail-fast: true}",
        1 => ", matrix: {n: [1, 2, 3, 4], max-parallel: 2}",
        2 => ", matrix: {n: [1, 2], k: [a, b], max-parallel: 1, fail-fast: true}",
        3 => ", matrix: {n: [1, 2, 3], exclude: [{n: 2}]}",
        _ => "",
    }
}

fn step(number: usize, (a, b, c, after): &Drawn, parts: bool) -> String {
    let names: Vec<String> = after
        .iter()
        .filter(|_| number > 0)
        .map(|at| format!("s{}", *at as usize % number.max(1)))
        .collect();
    let mut names: Vec<String> = names;
    names.sort();
    names.dedup();
    let list = match a % 4 {
        0 => String::new(),
        _ => format!(", after: [{}]", names.join(", ")),
    };
    let before = if list.is_empty() {
        Vec::new()
    } else {
        names.clone()
    };
    let when = condition(*b, &before);
    let matrix = matrix(*c);
    match parts && a % 5 == 0 {
        true => format!(
            "        - {{name: s{number}, use: part{list}{when}{}}}\n",
            if matrix.contains("max") { "" } else { matrix }
        ),
        false => {
            let may = if c % 7 == 0 {
                ", allow-failure: true"
            } else {
                ""
            };
            format!("        - {{name: s{number}, run: x{list}{when}{matrix}{may}}}\n")
        }
    }
}

/// A definition with one pipeline, `p`.
pub(crate) fn definition() -> impl Strategy<Value = String> {
    let drawn = (
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        prop::collection::vec(any::<u8>(), 0..4),
    );
    let stage = (
        any::<u8>(),
        any::<u8>(),
        prop::collection::vec(drawn.clone(), 0..7),
    );
    (prop::collection::vec(stage, 1..4), prop::collection::vec(drawn, 1..4)).prop_map(|(stages, part)| {
        let mut text = "pipelines:\n  p:\n    inputs: {yes: {type: boolean, default: true}}\n    stages:\n".to_owned();
        for (at, (kind, when, steps)) in stages.iter().enumerate() {
            let when = condition(*when, &[]).replace(", ", "      ");
            text += &format!("    - name: t{at}\n");
            if !when.is_empty() {
                text += &format!("{when}\n");
            }
            if kind % 3 == 0 {
                text += "      environment: staging\n";
            }
            if kind % 5 == 0 {
                text += "      gate: {environment: other, mode: warn}\n      window: [night]\n";
            }
            text += if steps.is_empty() { "      steps: []\n" } else { "      steps:\n" };
            for (number, drawn) in steps.iter().enumerate() {
                text += &step(number, drawn, true);
            }
        }
        text += "parts:\n  part:\n    inputs: {yes: {type: boolean, default: false}}\n    steps:\n";
        for (number, drawn) in part.iter().enumerate() {
            text += &step(number, drawn, false);
        }
        text
    })
}
