//! Commands that texts name exist: in messages, in help, in the documentation, in what `init` writes.

use std::path::{Path, PathBuf};

use holdpoint_cli::check_line;
use regex_lite::Regex;

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Texts of the repository, by path: sources and documents, without what is built or is a test.
fn texts(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = path.extension().and_then(|kind| kind.to_str());
        if path.is_dir() {
            let other = ["target", "tests", "fuzz", "node_modules"].contains(&name.as_str());
            if !other && !name.starts_with('.') {
                texts(&path, found);
            }
        } else if matches!(kind, Some("rs" | "md" | "sh" | "yaml")) && name != "tests.rs" {
            found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_command_that_is_named_exists() {
    let mut all = Vec::new();
    texts(&top(), &mut all);
    let named = [
        r"`(holdpoint [^`\n]+)`",
        r"(?m)^\$ (holdpoint [^#\n]+)",
        r"(?m)^\$ [A-Z_]+=\S+ (holdpoint [^#\n]+)",
    ];
    let named = named.map(|rule| Regex::new(rule).unwrap());
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, text) in &all {
        // A line of shell goes on after a backslash.
        let text = text.replace("\\\n", " ");
        for found in named.iter().flat_map(|rule| rule.captures_iter(&text)) {
            count += 1;
            let lines = found[1]
                .split("&&")
                .filter(|line| line.contains("holdpoint "));
            for line in lines {
                if let Err(why) = check_line(line) {
                    wrong.push(format!("{}: `{line}`: {why}", path.display()));
                }
            }
        }
    }
    assert!(count > 150, "only {count} were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
