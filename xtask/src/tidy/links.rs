//! Links and pictures in the documentation lead to something that is in the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};

use crate::shell;

/// What leads nowhere, as file, line and target.
pub(super) fn problems() -> Result<Vec<String>> {
    let listed = shell::output("git", &["ls-files", "--cached"])?;
    let tracked: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let ours = |path: &&String| path.ends_with(".md") && !path.contains("/tests/data/");
    let mut pages = BTreeMap::new();
    for path in tracked.iter().filter(ours) {
        let text = fs::read_to_string(shell::root().join(path)).with_context(|| path.clone())?;
        pages.insert(path.clone(), text);
    }
    Ok(wrong(&pages, &tracked))
}

fn wrong(pages: &BTreeMap<String, String>, tracked: &BTreeSet<String>) -> Vec<String> {
    let headings: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .map(|(path, text)| (path.as_str(), headings(text)))
        .collect();
    let mut wrong = Vec::new();
    for (page, text) in pages {
        for (line, target) in prose(text).flat_map(|(line, text)| {
            targets(&text)
                .map(move |target| (line, target))
                .collect::<Vec<_>>()
        }) {
            if let Some(why) = lost(page, &target, tracked, &headings) {
                wrong.push(format!("{page}:{line}: `{target}` {why}"));
            }
        }
    }
    wrong
}

/// Lines outside code, counted from 1, without what stands in backticks.
fn prose(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut code = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        let plain = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("x");
        (!code && !fence).then(|| (at + 1, plain(line)))
    })
}

/// Where the links and pictures of a line lead.
fn targets(line: &str) -> impl Iterator<Item = String> {
    let inline = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next());
    let pictures = line
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let variants = line
        .split("srcset=\"")
        .skip(1)
        .filter_map(|rest| rest.split(['"', ' ']).next());
    let anchors = line
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let named = line
        .starts_with('[')
        .then(|| line.split_once("]: "))
        .flatten();
    let named = named.and_then(|(_, target)| target.split_whitespace().next());
    let found: Vec<_> = inline
        .chain(pictures)
        .chain(variants)
        .chain(anchors)
        .chain(named)
        .map(str::to_owned)
        .collect();
    found.into_iter()
}

fn lost(
    page: &str,
    target: &str,
    tracked: &BTreeSet<String>,
    headings: &BTreeMap<&str, BTreeSet<String>>,
) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = target
        .split_once('#')
        .map_or((target, None), |(path, heading)| (path, Some(heading)));
    let found = match path {
        "" => Some(page.to_owned()),
        path => resolved(page, path),
    };
    let below = |path: &str| {
        tracked
            .iter()
            .any(|file| file.starts_with(&format!("{path}/")))
    };
    let Some(file) = found.filter(|path| path.is_empty() || tracked.contains(path) || below(path))
    else {
        return Some("leads to nothing in the repository".to_owned());
    };
    let known = headings.get(file.as_str());
    let missing = heading.filter(|heading| known.is_some_and(|known| !known.contains(*heading)));
    missing.map(|heading| format!("leads to a heading `{heading}` that is not there"))
}

/// The path from the root of the repository; none if it leads out of it.
fn resolved(page: &str, path: &str) -> Option<String> {
    let mut way: Vec<&str> = page.split('/').collect();
    way.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(way.pop()?),
            part => way.push(part),
        }
    }
    Some(way.join("/"))
}

/// The names of a page's headings, as forges make them.
fn headings(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut code = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let Some(title) = line.strip_prefix('#').filter(|_| !code) else {
            continue;
        };
        let title = title.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
        let name: String = kept
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .collect();
        let count = seen.entry(name.clone()).or_default();
        found.insert(if *count == 0 {
            name
        } else {
            format!("{name}-{count}")
        });
        *count += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::wrong;

    fn of(text: &str) -> Vec<String> {
        let pages = [
            ("docs/a.md", text),
            ("b.md", "# One thing, and `another`\n"),
        ];
        let pages = pages
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
        let tracked = ["docs/a.md", "b.md", "docs/picture.svg"]
            .map(str::to_owned)
            .into();
        wrong(&pages, &tracked)
    }

    #[test]
    fn what_leads_somewhere_is_left_alone() {
        let text = "![p](picture.svg) [b](../b.md#one-thing-and-another) [d](..) [w](https://x.example) [h](#here)\n\
                    # Here\n`[c](nowhere.md)`\n```\n[c](nowhere.md)\n```\n[n]: ../b.md\n";
        assert_eq!(of(text), Vec::<String>::new());
    }

    #[test]
    fn what_leads_nowhere_is_named() {
        let text = "[a](nowhere.md)\n\n<img src=\"none.svg\"> [b](../b.md#two) [c](../../etc)\n[n]: gone.md\n";
        assert_eq!(
            of(text),
            [
                "docs/a.md:1: `nowhere.md` leads to nothing in the repository",
                "docs/a.md:3: `../b.md#two` leads to a heading `two` that is not there",
                "docs/a.md:3: `../../etc` leads to nothing in the repository",
                "docs/a.md:3: `none.svg` leads to nothing in the repository",
                "docs/a.md:4: `gone.md` leads to nothing in the repository"
            ]
        );
    }
}
