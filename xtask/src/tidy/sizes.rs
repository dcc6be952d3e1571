//! How long files and functions are that are not tests.

use std::fmt;
use std::fs;

use anyhow::{Context, Result};

use super::functions;
use super::maxima::Maxima;
use crate::shell;

/// What no file and no function may exceed, whatever was kept.
const LIMITS: Maxima = Maxima {
    longest_file: 400,
    longest_function: 60,
    percentile_95: 50,
};

/// What was measured.
pub(super) struct Sizes {
    pub(super) maxima: Maxima,
    files: Vec<(usize, String)>,
    functions: Vec<(usize, String)>,
}

/// Measures every file of the tree.
pub(super) fn measure() -> Result<Sizes> {
    let (mut files, mut lengths) = (Vec::new(), Vec::new());
    for path in sources()?.into_iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(shell::root().join(&path))?;
        for function in functions::of(&text).with_context(|| path.clone())? {
            let place = format!("{path}:{}: `{}`", function.line, function.name);
            lengths.push((function.length, place));
        }
        files.push((text.lines().count(), path));
    }
    files.sort();
    lengths.sort();
    let maxima = Maxima {
        longest_file: at(&files, 100),
        longest_function: at(&lengths, 100),
        percentile_95: at(&lengths, 95),
    };
    Ok(Sizes {
        maxima,
        files,
        functions: lengths,
    })
}

fn sources() -> Result<Vec<String>> {
    let listed = shell::output("git", &["ls-files", "--", "*.rs"])?;
    let there = |path: &&str| shell::root().join(path).exists();
    Ok(listed.lines().filter(there).map(str::to_owned).collect())
}

fn is_test(path: &str) -> bool {
    let within = |folder: &str| path.contains(&format!("/{folder}/")) || path.starts_with(folder);
    within("tests") || within("benches") || within("examples") || path.ends_with("tests.rs")
}

/// The length that so many percent do not exceed.
fn at(sorted: &[(usize, String)], percent: usize) -> usize {
    let last = sorted.len().saturating_sub(1);
    let found = sorted.get((sorted.len() * percent / 100).min(last));
    found.map_or(0, |(length, _)| *length)
}

impl Sizes {
    /// What is longer than anything may be.
    pub(super) fn over_limits(&self) -> Vec<String> {
        let over = |sizes: &[(usize, String)], limit: usize| {
            let over = sizes.iter().filter(move |(length, _)| *length > limit);
            let said =
                over.map(|(length, what)| format!("{what} has {length} lines, more than {limit}"));
            said.collect::<Vec<_>>()
        };
        let mut wrong = over(&self.files, LIMITS.longest_file);
        wrong.extend(over(&self.functions, LIMITS.longest_function));
        if self.maxima.percentile_95 > LIMITS.percentile_95 {
            let limit = LIMITS.percentile_95;
            wrong.push(format!(
                "the 95th percentile of functions is over {limit} lines"
            ));
        }
        wrong
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = |sizes: &[(usize, String)]| {
            let (length, what) = sizes.last().cloned().unwrap_or_default();
            format!("{length} lines ({what})")
        };
        writeln!(
            f,
            "{} files: median {} lines, longest {}",
            self.files.len(),
            at(&self.files, 50),
            longest(&self.files)
        )?;
        write!(
            f,
            "{} functions: median {} lines, 95th percentile {}, longest {}",
            self.functions.len(),
            at(&self.functions, 50),
            self.maxima.percentile_95,
            longest(&self.functions)
        )
    }
}
