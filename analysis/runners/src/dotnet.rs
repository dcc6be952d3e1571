//! .NET with VSTest: `dotnet test --list-tests`, filters in run settings, reports by `JunitXml.TestLogger`.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdpoint_findings::{Source, Span};

use crate::invocation::Invocation;
use crate::mistakes::{Listed, Mistakes, lines};

/// What stands above the tests of each project, in English.
const HEADING: &str = "The following Tests are available:";

pub(crate) fn list() -> Vec<Invocation> {
    let list = Invocation::of(&["dotnet", "test", "--list-tests", "--nologo"]);
    vec![list.with("DOTNET_CLI_UI_LANGUAGE", "en")]
}

/// Methods: what is in brackets behind them are the cases of one, which no filter can tell apart.
pub(crate) fn read(source: &Arc<Source>, mistakes: &mut Mistakes<'_>) -> Vec<Listed> {
    let (mut listed, mut known) = (Vec::new(), BTreeSet::new());
    let (mut headings, mut inside) = (0, false);
    for (line, span) in lines(source) {
        let indented = line
            .strip_prefix("    ")
            .map(str::trim_end)
            .filter(|name| !name.is_empty());
        inside = line.trim() == HEADING || inside && indented.is_some();
        headings += usize::from(line.trim() == HEADING);
        if let Some(name) = indented.filter(|_| inside) {
            let id = method(name);
            if known.insert(id) {
                listed.push(Listed {
                    id: id.to_owned(),
                    span,
                });
            }
        }
        if line.contains("error MSB") || line.contains("error CS") {
            mistakes.collected(span, &format!("the build says `{}`", line.trim()));
        }
    }
    if headings == 0 {
        mistakes.listing(
            Span::default(),
            "dotnet test --list-tests",
            &format!("the line `{HEADING}` is missing"),
        );
    }
    listed
}

/// A name without the arguments of a case.
pub(crate) fn method(name: &str) -> &str {
    let end = name.find('(').filter(|end| *end > 0);
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

/// The filter stands in the settings, where it may be as long as it likes. Each project writes a report of its own.
pub(crate) fn run(tests: &[String], folder: &str) -> Vec<Invocation> {
    let file = format!("{folder}/tests.runsettings");
    let filter: Vec<String> = tests
        .iter()
        .map(|test| format!("FullyQualifiedName={}", escaped(test)))
        .collect();
    let text = format!(
        "<RunSettings><RunConfiguration><TestCaseFilter>{}</TestCaseFilter></RunConfiguration></RunSettings>\n",
        xml(&filter.join("|"))
    );
    let run = Invocation::of(&["dotnet", "test", "--nologo", "--settings"]).and(file.as_str());
    let run = run
        .and("--logger")
        .and(format!("junit;LogFilePath={folder}/{{assembly}}.xml"));
    vec![run.needs(file, text).writes(format!("{folder}/*.xml"))]
}

/// What has a meaning in a filter, written so that it has none.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        if matches!(letter, '\\' | '(' | ')' | '&' | '|' | '=' | '!' | '~') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
