//! Places that exist on one machine only, and marks of unfinished work, in what is committed.

use crate::shell;

/// Written so that this file is none of them.
const WORDS: &[&str] = &[
    "/wor[k]/",
    "/far[m]/",
    "[.]librar[y]",
    "todo[!]",
    "unimplemented[!]",
];

/// What is not ours, or not text.
const APART: &[&str] = &[":!*.lock", ":!fuzz/corpus", ":!*/tests/data/*"];

/// Each line that has one.
pub(super) fn problems() -> Vec<String> {
    let pattern = WORDS.join("|");
    let line = [&["grep", "-nE", &pattern, "--"], APART].concat();
    // `git grep` fails when it finds nothing.
    let found = shell::output("git", &line).unwrap_or_default();
    found.lines().map(str::to_owned).collect()
}
