//! Go: `go test -json -list`, patterns for `-run`, reports by gotestsum.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdpoint_findings::{Source, Span};
use serde::Deserialize;

use crate::chunks::chunks;
use crate::invocation::Invocation;
use crate::mistakes::{Listed, Mistakes, lines};

pub(crate) fn list() -> Vec<Invocation> {
    vec![Invocation::of(&[
        "go", "test", "-json", "-list", ".", "./...",
    ])]
}

/// A line of `go test -json` (`go doc test2json`).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    action: String,
    #[serde(default)]
    package: String,
    #[serde(default)]
    output: String,
}

/// Tests, examples and fuzz tests, which a run runs with their seeds; benchmarks are only run when they are asked for.
pub(crate) fn read(source: &Arc<Source>, mistakes: &mut Mistakes<'_>) -> Vec<Listed> {
    let mut listed = Vec::new();
    for (line, span) in lines(source).filter(|(line, _)| !line.trim().is_empty()) {
        let event: Event = match serde_json::from_str(line) {
            Ok(event) => event,
            Err(error) => {
                mistakes.listing(span, "go test -json -list", &said(&error));
                continue;
            }
        };
        if event.action == "fail" {
            mistakes.collected(
                span,
                &format!("the tests of `{}` could not be listed", event.package),
            );
        }
        listed.extend(named(&event, span).filter(|_| event.action == "output"));
    }
    listed
}

/// The message without the place, which is one within the line.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message)
        .to_owned()
}

fn named(event: &Event, span: Span) -> Option<Listed> {
    let name = event.output.trim_end();
    let known = ["Test", "Example", "Fuzz"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    let is_name = name
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_');
    (known && is_name).then(|| Listed {
        id: format!("{}.{name}", event.package),
        span,
    })
}

/// The package and the function: names of functions have no point, paths of packages may.
pub(crate) fn parts(id: &str) -> (&str, &str) {
    id.rsplit_once('.').unwrap_or(("", id))
}

/// Packages that share a pattern.
#[derive(Default)]
struct Group<'t> {
    packages: Vec<&'t str>,
    /// What the pattern runs in each package that has it.
    names: BTreeSet<&'t str>,
    /// What one of the packages has and should not run.
    avoid: BTreeSet<&'t str>,
}

type Packages<'t> = BTreeMap<&'t str, BTreeSet<&'t str>>;

/// A pattern goes for all packages of a command, so packages share one only if none of them would run more than it should.
pub(crate) fn run(tests: &[String], collected: &[String], folder: &str) -> Vec<Invocation> {
    let groups = grouped(&by_package(tests), &by_package(collected));
    let mut runs = Vec::new();
    for group in &groups {
        let names: Vec<&str> = group.names.iter().copied().collect();
        for packages in chunks(&group.packages) {
            for names in chunks(&names) {
                let report = format!("{folder}/junit-{}.xml", runs.len() + 1);
                runs.push(command(packages, names, &report));
            }
        }
    }
    runs
}

fn by_package(tests: &[String]) -> Packages<'_> {
    let mut packages = Packages::new();
    for (package, name) in tests.iter().map(|test| parts(test)) {
        packages.entry(package).or_default().insert(name);
    }
    packages
}

fn grouped<'t>(wanted: &Packages<'t>, known: &Packages<'t>) -> Vec<Group<'t>> {
    let mut groups: Vec<Group<'t>> = Vec::new();
    for (package, names) in wanted {
        let others = known.get(package).into_iter().flatten();
        let avoid: BTreeSet<&str> = others
            .filter(|name| !names.contains(*name))
            .copied()
            .collect();
        let fits =
            |group: &Group<'t>| names.is_disjoint(&group.avoid) && avoid.is_disjoint(&group.names);
        let at = groups.iter().position(fits).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(Group::default());
        }
        if let Some(group) = groups.get_mut(at) {
            group.packages.push(package);
            group.names.extend(names);
            group.avoid.extend(avoid);
        }
    }
    groups
}

/// Names are identifiers, so nothing in them is a pattern. A result from the cache would be no run.
fn command(packages: &[&str], names: &[&str], report: &str) -> Invocation {
    let run = Invocation::of(&["gotestsum", "--junitfile"]).and(report);
    let run = run
        .and("--")
        .and("-count=1")
        .and("-run")
        .and(format!("^({})$", names.join("|")));
    packages
        .iter()
        .fold(run, |run, package| run.and(*package))
        .writes(report)
}
