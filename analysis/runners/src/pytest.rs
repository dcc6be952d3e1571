//! pytest: node ids, one a line, and argument files (since pytest 8.2).

use std::sync::Arc;

use holdpoint_findings::{Source, Span};

use crate::invocation::{Invocation, lines as written};
use crate::mistakes::{Listed, Mistakes, lines};

pub(crate) fn list() -> Vec<Invocation> {
    vec![Invocation::of(&["pytest", "--collect-only", "-q"])]
}

/// Ids up to the first empty line, and how many pytest says there are.
pub(crate) fn read(source: &Arc<Source>, mistakes: &mut Mistakes<'_>) -> Vec<Listed> {
    let mut rows = lines(source);
    let mut listed = Vec::new();
    for (line, span) in rows.by_ref().take_while(|(line, _)| !line.is_empty()) {
        match line.contains("::") {
            true => listed.push(Listed {
                id: line.to_owned(),
                span,
            }),
            false => mistakes.listing(
                span,
                "pytest --collect-only -q",
                &format!("`{line}` is no node id"),
            ),
        }
    }
    let mut told = None;
    for (line, span) in rows {
        if line.starts_with("ERROR ") {
            mistakes.collected(span, &format!("pytest says `{line}`"));
        }
        told = told.or_else(|| collected(line).map(|count| (count, span)));
    }
    compare(listed.len(), told, source, mistakes);
    listed
}

/// A list whose end is missing is a list from which tests are missing.
fn compare(
    found: usize,
    told: Option<(usize, Span)>,
    source: &Source,
    mistakes: &mut Mistakes<'_>,
) {
    let end = source.text().len();
    match told {
        Some((told, span)) if told != found => {
            mistakes.collected(
                span,
                &format!("pytest says that it collected {told} tests, and lists {found}"),
            );
        }
        Some(_) => {}
        None => mistakes.listing(
            Span::new(end, end),
            "pytest --collect-only -q",
            "the line `N tests collected` is missing",
        ),
    }
}

/// `22 tests collected in 0.04s`, `3/22 tests collected (19 deselected)`, `no tests collected`.
fn collected(line: &str) -> Option<usize> {
    let (before, _) = line.trim_matches('=').trim().split_once(" collected")?;
    let count = before
        .strip_suffix(" tests")
        .or_else(|| before.strip_suffix(" test"))?;
    match count
        .split_once('/')
        .map_or(count, |(selected, _)| selected)
    {
        "no" => Some(0),
        number => number.parse().ok(),
    }
}

pub(crate) fn run(tests: &[String], folder: &str) -> Vec<Invocation> {
    let (file, report) = (format!("{folder}/tests.txt"), format!("{folder}/junit.xml"));
    let run = Invocation::of(&["pytest"]).and(format!("@{file}"));
    let run = run
        .and(format!("--junitxml={report}"))
        .and("-o")
        .and("junit_family=xunit2");
    vec![run.needs(file, written(tests)).writes(report)]
}

/// The class and name under which the report has a node: the path of the file with points, the classes, and the name with its
/// parameters.
pub(crate) fn address(id: &str) -> (String, String) {
    let (path, parameters) = match id.find('[') {
        Some(at) => id.split_at(at),
        None => (id, ""),
    };
    let mut names: Vec<String> = path.split("::").map(str::to_owned).collect();
    if let Some(file) = names.first_mut() {
        let dotted = file.replace('/', ".");
        *file = dotted.strip_suffix(".py").unwrap_or(&dotted).to_owned();
    }
    let name = names.pop().unwrap_or_default();
    (names.join("."), format!("{name}{parameters}"))
}
