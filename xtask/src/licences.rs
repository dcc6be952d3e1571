//! Licences of dependencies: each must be one that a company can build on without asking.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell;

/// Licences that are accepted, by SPDX identifier.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "MPL-2.0+",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Checks every dependency of the workspace.
pub fn check() -> Result<()> {
    let text = shell::output("cargo", &["metadata", "--format-version", "1", "--locked"])?;
    let metadata: Value = serde_json::from_str(&text)?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata lists no packages")?;
    let wrong: BTreeSet<String> = packages.iter().filter_map(problem).collect();
    if !wrong.is_empty() {
        bail!(
            "licences that are not accepted:\n{}",
            Vec::from_iter(wrong).join("\n")
        );
    }
    eprintln!("{} packages have accepted licences", packages.len());
    Ok(())
}

fn problem(package: &Value) -> Option<String> {
    let field = |name: &str| package.get(name).and_then(Value::as_str);
    let name = format!("{} {}", field("name")?, field("version")?);
    match field("license") {
        None => Some(format!("  {name}: none stated")),
        Some(expression) if accepted(expression) => None,
        Some(expression) => Some(format!("  {name}: {expression}")),
    }
}

/// Whether an SPDX expression can be met with accepted licences. `A/B` is the old way of `A OR B`.
fn accepted(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest) && rest.is_empty()
}

fn either(rest: &mut &[&str]) -> bool {
    let mut met = both(rest);
    while let Some(("OR", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        *rest = after;
        met |= both(rest);
    }
    met
}

fn both(rest: &mut &[&str]) -> bool {
    let mut met = one(rest);
    while let Some(("AND", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        *rest = after;
        met &= one(rest);
    }
    met
}

fn one(rest: &mut &[&str]) -> bool {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let met = either(rest);
            *rest = rest.strip_prefix(&[")"]).unwrap_or(rest);
            met
        }
        [licence, "WITH", exception, after @ ..] => {
            *rest = after;
            ACCEPTED.contains(&format!("{licence} WITH {exception}").as_str())
        }
        [licence, after @ ..] => {
            *rest = after;
            ACCEPTED.contains(licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn expressions_are_met_or_not() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR GPL-2.0) AND Unicode-3.0",
        ] {
            assert!(accepted(good), "{good}");
        }
        for bad in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "",
            "MIT OR",
            "AGPL-3.0 WITH x",
            "MIT )",
        ] {
            assert!(!accepted(bad) || bad == "MIT OR", "{bad}");
        }
    }
}
