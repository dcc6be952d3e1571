//! Jest: files, as it cannot say which tests are in them without running them. Reports by jest-junit.

use std::sync::Arc;

use holdpoint_findings::{Document, Source, Unreadable};

use crate::chunks::chunks;
use crate::invocation::Invocation;
use crate::mistakes::{Listed, Mistakes};

/// The class that jest-junit gives to a file that could not be run.
pub(crate) const BROKEN: &str = "Test suite failed to run";

pub(crate) fn list() -> Vec<Invocation> {
    vec![Invocation::of(&["npx", "jest", "--listTests", "--json"])]
}

/// Absolute paths, which become those below the root.
pub(crate) fn read(
    source: &Arc<Source>,
    root: &str,
    mistakes: &mut Mistakes<'_>,
) -> Result<Vec<Listed>, Unreadable> {
    let document = Document::read_json(source)?;
    let all = document.root();
    if !all.is_list() {
        mistakes.listing(
            all.span(),
            "jest --listTests --json",
            &format!("it is {}", all.described()),
        );
    }
    let root = root.trim_end_matches('/');
    let mut listed = Vec::new();
    for path in all.items() {
        let text = path.text().map(|text| text.replace('\\', "/"));
        let below = text
            .as_deref()
            .and_then(|text| text.strip_prefix(root)?.strip_prefix('/'));
        match below {
            Some(id) => listed.push(Listed {
                id: id.to_owned(),
                span: path.span(),
            }),
            None => mistakes.listing(
                path.span(),
                "jest --listTests --json",
                &format!("`{path}` is no path below `{root}`"),
            ),
        }
    }
    Ok(listed)
}

/// By path, so that nothing in a name is a pattern; as many commands as the length of the paths asks for.
pub(crate) fn run(tests: &[String], folder: &str) -> Vec<Invocation> {
    let parts = chunks(tests);
    let run = |(at, part): (usize, &&[String])| {
        let report = format!("{folder}/junit-{}.xml", at + 1);
        let run = Invocation::of(&[
            "npx",
            "jest",
            "--ci",
            "--reporters=default",
            "--reporters=jest-junit",
            "--runTestsByPath",
        ]);
        let run = part.iter().fold(run, |run, path| run.and(path.as_str()));
        run.with("JEST_JUNIT_OUTPUT_FILE", report.as_str())
            .with("JEST_JUNIT_CLASSNAME", "{filepath}")
            .with("JEST_JUNIT_SUITE_NAME", "{filepath}")
            .with("JEST_JUNIT_REPORT_TEST_SUITE_ERRORS", "true")
            .writes(report)
    };
    parts.iter().enumerate().map(run).collect()
}
