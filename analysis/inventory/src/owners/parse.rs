//! The lines of a CODEOWNERS file.

use super::pattern::{Dialect, Pattern};
use super::{Owner, Rule, Section};
use crate::Problem;

/// Sections with their rules, and what is wrong.
pub(super) fn parse(file: &str, text: &str) -> (Vec<Section>, Vec<Problem>) {
    let gitlab = file.starts_with(".gitlab/") || text.lines().any(|line| header(line).is_some());
    let dialect = if gitlab {
        Dialect::GitLab
    } else {
        Dialect::GitHub
    };
    let mut parser = Parser {
        file,
        dialect,
        sections: vec![Section::default()],
        problems: Vec::new(),
    };
    for (number, line) in (1..).zip(text.lines()) {
        parser.line(number, line);
    }
    parser.sections.retain(|section| !section.rules.is_empty());
    (parser.sections, parser.problems)
}

struct Parser<'f> {
    file: &'f str,
    dialect: Dialect,
    sections: Vec<Section>,
    problems: Vec<Problem>,
}

impl Parser<'_> {
    fn line(&mut self, number: u64, line: &str) {
        if let (Dialect::GitLab, Some((name, rest))) = (self.dialect, header(line)) {
            let owners = self.owners(number, line, words(rest));
            self.open(name, owners);
            return;
        }
        let mut words = words(line);
        if words.is_empty() {
            return;
        }
        let (_, mut pattern) = words.remove(0);
        let named = !words.is_empty();
        let owners = self.owners(number, line, words);
        let excludes = self.dialect == Dialect::GitLab && pattern.starts_with('!');
        if excludes {
            pattern.remove(0);
        }
        let pattern = Pattern::new(&pattern, self.dialect);
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        // GitLab falls back on the owners of the section; for GitHub a pattern alone takes owners away.
        let owners = if named {
            owners
        } else {
            section.owners.clone()
        };
        section.rules.push(Rule {
            pattern,
            owners,
            excludes,
        });
    }

    /// Sections of the same name, however written, are one.
    fn open(&mut self, name: &str, owners: Vec<Owner>) {
        let same = |section: &Section| section.name.eq_ignore_ascii_case(name);
        let mut section = match self.sections.iter().position(same) {
            Some(at) => self.sections.remove(at),
            None => Section {
                name: name.to_owned(),
                ..Section::default()
            },
        };
        if !owners.is_empty() {
            section.owners = owners;
        }
        self.sections.push(section);
    }

    fn owners(&mut self, number: u64, line: &str, words: Vec<(usize, String)>) -> Vec<Owner> {
        let mut owners = Vec::new();
        for (at, word) in words {
            match Owner::parse(&word) {
                Some(owner) => owners.push(owner),
                None => {
                    let column = line.get(..at).unwrap_or(line).chars().count() as u64 + 1;
                    let message = format!(
                        "`{word}` is no owner: write `@name`, `@group/team` or a mail address"
                    );
                    self.problems
                        .push(Problem::at(self.file, number, column, message));
                }
            }
        }
        owners
    }
}

/// `[Name]`, `^[Name]`, `[Name][2]`, with default owners behind it: the name and the rest of the line.
fn header(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let inner = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?;
    let (name, rest) = inner.split_once(']')?;
    let rest = match rest.strip_prefix('[') {
        Some(count) => count.split_once(']')?.1,
        None => rest,
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| (name.trim(), rest))
}

/// The words of a line up to a comment, with the byte that each begins at. A backslash keeps a space or `#`.
fn words(line: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut within = false;
    let mut characters = line.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let kept = match (c, next) {
            ('\\', Some(next @ (' ' | '#'))) => {
                characters.next();
                next
            }
            ('#', _) if !within => break,
            (c, _) if c.is_whitespace() => {
                within = false;
                continue;
            }
            (c, _) => c,
        };
        if !within {
            words.push((at, String::new()));
            within = true;
        }
        if let Some((_, word)) = words.last_mut() {
            word.push(kept);
        }
    }
    words
}
