//! Small rooms: lengths of files and functions, and traces of a machine in the tree.

use std::fs;

use anyhow::{Context, Result, bail};
use syn::token::Brace;
use syn::visit::Visit;

use crate::shell;

/// Lines of the longest file and the longest function that are not tests. These numbers only shrink.
const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

/// Functions at the 95th percentile, in lines.
const PERCENTILE_95: usize = 50;

/// Checks everything.
pub fn check() -> Result<()> {
    let files = sources()?;
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for path in &files {
        let text = fs::read_to_string(shell::root().join(path))?;
        if is_test(path) {
            continue;
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("  {path}: {lines} lines, more than {LONGEST_FILE}"));
        }
        for (name, line, length) in functions(&text).with_context(|| path.clone())? {
            lengths.push(length);
            if length > LONGEST_FUNCTION {
                wrong.push(format!(
                    "  {path}:{line}: `{name}` has {length} lines, more than {LONGEST_FUNCTION}"
                ));
            }
        }
    }
    lengths.sort_unstable();
    let at = |part: usize| {
        lengths
            .get(lengths.len() * part / 100)
            .copied()
            .unwrap_or(0)
    };
    eprintln!(
        "{} files, {} functions: median {} lines, 95th percentile {}, longest {}",
        files.len(),
        lengths.len(),
        at(50),
        at(95),
        lengths.last().copied().unwrap_or(0)
    );
    if at(95) > PERCENTILE_95 {
        wrong.push(format!(
            "  the 95th percentile is over {PERCENTILE_95} lines"
        ));
    }
    wrong.extend(traces()?);
    if !wrong.is_empty() {
        bail!("untidy:\n{}", wrong.join("\n"));
    }
    Ok(())
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

/// Places that exist on one machine only, and marks of unfinished work, in what is committed.
fn traces() -> Result<Vec<String>> {
    let words = [
        "/wor[k]/",
        "/far[m]/",
        "[.]librar[y]",
        "todo[!]",
        "unimplemented[!]",
    ];
    let pattern = words.join("|");
    let line = [
        "grep",
        "-nE",
        &pattern,
        "--",
        ":!*.lock",
        ":!fuzz/corpus",
        ":!*/tests/data/*",
    ];
    // `git grep` fails when it finds nothing.
    Ok(shell::output("git", &line)
        .unwrap_or_default()
        .lines()
        .map(|l| format!("  {l}"))
        .collect())
}

/// Name, first line and length of each function outside test modules.
fn functions(text: &str) -> Result<Vec<(String, usize, usize)>> {
    let mut found = Functions(Vec::new());
    found.visit_file(&syn::parse_file(text)?);
    Ok(found.0)
}

struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn note(&mut self, name: String, braces: &Brace) {
        let (first, last) = (
            braces.span.open().start().line,
            braces.span.close().end().line,
        );
        self.0.push((name, first, last - first + 1));
    }
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let test = |attribute: &syn::Attribute| match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string() == "test",
            _ => false,
        };
        if !module.attrs.iter().any(test) {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.note(function.sig.ident.to_string(), &function.block.brace_token);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.note(function.sig.ident.to_string(), &function.block.brace_token);
        syn::visit::visit_impl_item_fn(self, function);
    }
}
