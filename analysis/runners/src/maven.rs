//! Maven Surefire: classes by its default patterns, and files of what is to be included. Surefire itself cannot list.

use std::sync::Arc;

use holdpoint_findings::Source;

use crate::invocation::{Invocation, lines as written};
use crate::mistakes::{Listed, Mistakes, lines};

pub(crate) fn list() -> Vec<Invocation> {
    vec![
        Invocation::of(&["mvn", "--batch-mode", "--quiet", "test-compile"]),
        Invocation::of(&[
            "find",
            ".",
            "-path",
            "*/target/test-classes/*",
            "-name",
            "*.class",
        ]),
    ]
}

/// Compiled classes whose names Surefire takes for tests: `Test*`, `*Test`, `*Tests`, `*TestCase`, none within others. An abstract
/// class with such a name is listed, too, and never reports anything: rename it.
pub(crate) fn read(source: &Arc<Source>, mistakes: &mut Mistakes<'_>) -> Vec<Listed> {
    let mut listed = Vec::new();
    for (line, span) in lines(source).filter(|(line, _)| !line.is_empty()) {
        let path = line
            .split_once("/test-classes/")
            .and_then(|(_, path)| path.strip_suffix(".class"));
        let Some(path) = path else {
            mistakes.listing(
                span,
                "find",
                &format!("`{line}` is no class below `test-classes`"),
            );
            continue;
        };
        let simple = path.rsplit('/').next().unwrap_or(path);
        if is_test(simple) {
            listed.push(Listed {
                id: path.replace('/', "."),
                span,
            });
        }
    }
    listed
}

fn is_test(simple: &str) -> bool {
    let named = simple.starts_with("Test")
        || ["Test", "Tests", "TestCase"]
            .iter()
            .any(|end| simple.ends_with(end));
    named && !simple.contains('$')
}

/// Modules without any of these classes run nothing, and that is no failure.
pub(crate) fn run(tests: &[String], folder: &str) -> Vec<Invocation> {
    let file = format!("{folder}/tests.txt");
    let run = Invocation::of(&["mvn", "--batch-mode", "test", "--fail-at-end"]);
    let run = run
        .and(format!("-Dsurefire.includesFile={file}"))
        .and("-Dsurefire.failIfNoSpecifiedTests=false");
    vec![
        run.needs(file, written(tests))
            .writes("**/target/surefire-reports/TEST-*.xml"),
    ]
}
