//! What can be wrong with a document.

use std::sync::Arc;

use super::limits::{DEPTH, VALUES};
use crate::{Finding, Level, Place, Rule, Source, Span};

/// All of it.
pub(crate) static RULES: &[Rule] = &[
    SYNTAX,
    EMPTY,
    TOO_DEEP,
    TOO_MANY,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    ALIAS,
];

const SYNTAX: Rule = Rule {
    id: "document-syntax",
    level: Level::Error,
    message: "this is not {language}: {why}",
    why: "Only a file that can be read can be checked; what follows the place was not looked at.",
    help: "mend the quotes, commas, brackets or indentation around this place",
    example: "paths: {",
    aliases: &[],
};

const EMPTY: Rule = Rule {
    id: "document-empty",
    level: Level::Error,
    message: "the file says nothing",
    why: "An empty file is most often the wrong file, and nothing would be found in it.",
    help: "name the file that was meant",
    example: "a file of no bytes",
    aliases: &[],
};

const TOO_DEEP: Rule = Rule {
    id: "document-too-deep",
    level: Level::Error,
    message: "values are nested more than {limit} deep",
    why: "Deep nesting exhausts memory and means nothing to people.",
    help: "look for a bracket that is not closed, or an alias within what it names",
    example: "[[[[[[[[[[[[[[[[",
    aliases: &[],
};

const TOO_MANY: Rule = Rule {
    id: "document-too-many-values",
    level: Level::Error,
    message: "the file has more than {limit} values, aliases written out",
    why: "A few lines of aliases can stand for more values than any machine holds.",
    help: "divide the file, or write out what its aliases repeat",
    example: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    aliases: &[],
};

const DUPLICATE_KEY: Rule = Rule {
    id: "document-duplicate-key",
    level: Level::Error,
    message: "`{key}` stands here a second time; the first is on line {line}",
    why: "Readers disagree on which of the two counts, so what one checks another may not see.",
    help: "keep one of the two",
    example: "/pets: {get: {}}\n/pets: {post: {}}",
    aliases: &[],
};

const KEY_NOT_TEXT: Rule = Rule {
    id: "document-key-not-text",
    level: Level::Error,
    message: "a key must be a word",
    why: "JSON has no keys but text, and most programs read YAML as JSON.",
    help: "put a name before the colon",
    example: "? [a, b]\n: c",
    aliases: &[],
};

const ALIAS: Rule = Rule {
    id: "document-alias",
    level: Level::Error,
    message: "{what}",
    why: "An alias stands for a value that was given a name earlier in the file.",
    help: "write `&NAME` before the value that is to be used again, or write the value out",
    example: "a: *b",
    aliases: &[],
};

fn finding(
    rule: &'static Rule,
    source: &Arc<Source>,
    span: Span,
    words: &[(&str, &str)],
) -> Box<Finding> {
    Box::new(Finding::new(rule, Place::of(source, span, ""), "", words))
}

pub(super) fn syntax(source: &Arc<Source>, span: Span, language: &str, why: &str) -> Box<Finding> {
    finding(
        &SYNTAX,
        source,
        span,
        &[("language", language), ("why", why)],
    )
}

pub(super) fn empty(source: &Arc<Source>) -> Box<Finding> {
    finding(&EMPTY, source, Span::default(), &[])
}

pub(super) fn too_deep(source: &Arc<Source>, span: Span) -> Box<Finding> {
    finding(&TOO_DEEP, source, span, &[("limit", &DEPTH.to_string())])
}

pub(super) fn too_many(source: &Arc<Source>, span: Span) -> Box<Finding> {
    finding(&TOO_MANY, source, span, &[("limit", &VALUES.to_string())])
}

pub(super) fn duplicate_key(
    source: &Arc<Source>,
    key: &str,
    second: Span,
    first: Span,
) -> Box<Finding> {
    let line = source.position(first.start).line.to_string();
    let words = [("key", key), ("line", line.as_str())];
    let finding = finding(&DUPLICATE_KEY, source, second, &words);
    Box::new(finding.related(Place::of(source, first, ""), "the first is here"))
}

pub(super) fn key_not_text(source: &Arc<Source>, span: Span) -> Box<Finding> {
    finding(&KEY_NOT_TEXT, source, span, &[])
}

pub(super) fn alias(source: &Arc<Source>, span: Span, what: &str) -> Box<Finding> {
    finding(&ALIAS, source, span, &[("what", what)])
}
