//! Text with placeholders, and how a name is held against it.

use super::{Placeholder, SchemeError};
use regex_lite::Regex;
use std::collections::BTreeMap;

/// Parsed text with placeholders.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    Placeholder(String),
}

/// Where a text leaves a pattern.
pub(super) struct Mismatch {
    /// Counted from 1, in characters.
    pub(super) column: usize,
    /// What the pattern wants there.
    pub(super) expected: String,
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, SchemeError> {
        let broken = |column: usize, reason| SchemeError::Pattern {
            pattern: text.to_owned(),
            column: column + 1,
            reason,
        };
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut open: Option<(usize, String)> = None;
        for (column, c) in text.chars().enumerate() {
            match (c, open.take()) {
                ('{', None) => {
                    push_literal(&mut parts, &mut literal);
                    open = Some((column, String::new()));
                }
                ('{', Some(_)) => return Err(broken(column, "a placeholder is open already")),
                ('}', None) => return Err(broken(column, "no placeholder is open")),
                ('}', Some((_, name))) if name.is_empty() => {
                    return Err(broken(column, "the placeholder has no name"));
                }
                ('}', Some((_, name))) => parts.push(Part::Placeholder(name)),
                (c, Some((start, mut name)))
                    if c.is_ascii_alphanumeric() || c == '_' || c == '-' =>
                {
                    name.push(c);
                    open = Some((start, name));
                }
                (_, Some(_)) => {
                    return Err(broken(
                        column,
                        "a placeholder's name is letters, digits, `_` and `-`",
                    ));
                }
                (c, None) => literal.push(c),
            }
        }
        if let Some((start, _)) = open {
            return Err(broken(
                start,
                "the placeholder is not closed: put `}` behind its name",
            ));
        }
        push_literal(&mut parts, &mut literal);
        if parts.is_empty() {
            return Err(broken(0, "it is empty"));
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn has(&self, placeholder: &str) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Placeholder(name) if name == placeholder))
    }

    /// Whether the expressions of its placeholders go together, as two groups of one name do not.
    pub(super) fn is_sound(&self, described: &BTreeMap<String, Placeholder>) -> bool {
        compile(
            &self.parts,
            &Values {
                known: BTreeMap::new(),
                described,
            },
            "$",
        )
        .is_some()
    }

    /// Whether the whole text follows the pattern.
    pub(super) fn matches(&self, text: &str, values: &Values<'_>) -> bool {
        compile(&self.parts, values, "$").is_some_and(|regex| regex.is_match(text))
    }

    /// Whether the text is the place that the pattern names, or lies below it.
    pub(super) fn contains(&self, text: &str, values: &Values<'_>) -> bool {
        compile(&self.parts, values, "(?:/.*)?$").is_some_and(|regex| regex.is_match(text))
    }

    /// The pattern with all values that are known.
    pub(super) fn example(&self, values: &Values<'_>) -> String {
        let shown = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Placeholder(name) => match values.known(name) {
                Some(value) => value.to_owned(),
                None => format!("{{{name}}}"),
            },
        };
        self.parts.iter().map(shown).collect()
    }

    /// The first part that the text does not have; for a text that does not match.
    pub(super) fn mismatch(&self, text: &str, values: &Values<'_>) -> Mismatch {
        let mut matched = 0;
        for count in 1..=self.parts.len() {
            let parts = self.parts.get(..count).unwrap_or(&self.parts);
            match compile(parts, values, "").and_then(|regex| regex.find(text)) {
                Some(found) => matched = found.end(),
                None => {
                    let expected = parts.last().map(|part| values.describe(part));
                    return Mismatch {
                        column: column(text, matched),
                        expected: expected.unwrap_or_default(),
                    };
                }
            }
        }
        Mismatch {
            column: column(text, matched),
            expected: "the end".to_owned(),
        }
    }
}

fn column(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count() + 1
}

fn push_literal(parts: &mut Vec<Part>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(Part::Literal(std::mem::take(literal)));
    }
}

fn compile(parts: &[Part], values: &Values<'_>, end: &str) -> Option<Regex> {
    let body: String = parts.iter().map(|part| values.expression(part)).collect();
    // Every piece was checked when the scheme was read or is escaped, so this compiles.
    Regex::new(&format!("^{body}{end}")).ok()
}

/// What placeholders stand for in one check.
pub(super) struct Values<'a> {
    pub(super) known: BTreeMap<&'a str, &'a str>,
    pub(super) described: &'a BTreeMap<String, Placeholder>,
}

impl Values<'_> {
    fn known(&self, name: &str) -> Option<&str> {
        self.known.get(name).copied()
    }

    fn expression(&self, part: &Part) -> String {
        let name = match part {
            Part::Literal(text) => return regex_lite::escape(text),
            Part::Placeholder(name) => name,
        };
        match (self.known(name), self.described.get(name)) {
            (Some(value), _) => regex_lite::escape(value),
            (None, Some(Placeholder::OneOf(values))) => {
                let values: Vec<String> = values.iter().map(|v| regex_lite::escape(v)).collect();
                format!("(?:{})", values.join("|"))
            }
            (None, Some(Placeholder::Regex(expression))) => format!("(?:{expression})"),
            (None, None) => r"[^/\s]+?".to_owned(),
        }
    }

    fn describe(&self, part: &Part) -> String {
        let name = match part {
            Part::Literal(text) => return format!("`{text}`"),
            Part::Placeholder(name) => name,
        };
        match (self.known(name), self.described.get(name)) {
            (Some(value), _) => format!("`{value}` for `{{{name}}}`"),
            (None, Some(Placeholder::OneOf(values))) => {
                format!("one of `{}` for `{{{name}}}`", values.join("`, `"))
            }
            (None, Some(Placeholder::Regex(expression))) => {
                format!("what `{expression}` accepts for `{{{name}}}`")
            }
            (None, None) => format!("text for `{{{name}}}`"),
        }
    }
}
