//! The envelope: a CloudEvent in structured or in binary mode, which says again what the event says.

use std::borrow::Cow;

use super::Event;
use super::header::decoded;
use crate::headers::Headers;
use crate::mistake::{At, Mistake, Mistakes, shown};
use crate::read::Node;

/// The media type of structured mode.
pub(super) const STRUCTURED: &str = "application/cloudevents+json";
/// What the envelope and the event both say; a sender has to say the same twice.
const SAME: &str = "the same as in the event";

/// How an event comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Structured,
    Binary,
}

/// How an event comes, by its headers.
pub(super) fn form(headers: &Headers<'_>) -> Result<Form, Mistakes> {
    let found = headers.one("content-type").ok().flatten();
    let kind = found
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let binary = headers.one("ce-specversion") != Ok(None);
    match kind.as_str() {
        STRUCTURED => Ok(Form::Structured),
        "application/json" | "" if binary => Ok(Form::Binary),
        other => Err(Mistakes::one(Mistake {
            at: At::Header("Content-Type"),
            found: shown(other),
            expected: Cow::Borrowed(
                "`application/cloudevents+json`, or `application/json` with headers `ce-…`",
            ),
            help: Cow::Borrowed("send one event at a time, as a CloudEvent in JSON"),
        })),
    }
}

/// What the envelope repeats of an event, by its name, and whether it has to.
fn repeated(event: &Event) -> [(&'static str, &'static str, String, bool); 4] {
    [
        ("id", "ce-id", event.id.clone(), true),
        ("source", "ce-source", event.source.clone(), true),
        ("type", "ce-type", event.kind.type_of(event.spec), true),
        ("subject", "ce-subject", event.subject.clone(), false),
    ]
}

/// Whether two values of the envelope are the same. Versions of an event may differ in their last number.
fn same(name: &str, one: &str, other: &str) -> bool {
    let main = |text: &str| text.rsplit_once('.').map(|(main, _)| main.to_owned());
    match name {
        "type" => main(one) == main(other),
        _ => one == other,
    }
}

/// Checks the envelope of structured mode.
pub(super) fn structured(root: &Node<'_>, event: Option<&Event>) {
    let help = "send a CloudEvent of version 1.0";
    if let Some(version) = root.need("specversion", "`1.0`") {
        version.sound("`1.0`", help, |text| text == "1.0");
    }
    if let Some(kind) = root.field("datacontenttype") {
        let json = |text: &str| text.starts_with("application/json");
        kind.sound("`application/json`", "send the event as JSON", json);
    }
    for (name, _, own, needed) in event.map(repeated).into_iter().flatten() {
        let field = match needed {
            true => root.need(name, SAME),
            false => root.field(name),
        };
        let Some(field) = field else { continue };
        let right = |text: &str| same(name, text, &own);
        field.sound(SAME, "make the envelope from the event", right);
    }
}

/// Checks the headers of binary mode.
pub(super) fn binary(root: &Node<'_>, headers: &Headers<'_>, event: Option<&Event>) {
    let wrong = |header, found: String, expected: &'static str| {
        root.report(Mistake {
            at: At::Header(header),
            found,
            expected: Cow::Borrowed(expected),
            help: Cow::Borrowed("make the headers from the event, each of them once"),
        });
    };
    let check = |name, header, own: &str, needed, expected| match headers.one(header) {
        Ok(None) if needed => wrong(header, "nothing".to_owned(), expected),
        Ok(None) => {}
        Err(_) => wrong(
            header,
            "what is no text, or two of them".to_owned(),
            expected,
        ),
        Ok(Some(text)) => match decoded(text) {
            Some(text) if same(name, &text, own) => {}
            _ => wrong(header, shown(text), expected),
        },
    };
    check("specversion", "ce-specversion", "1.0", true, "`1.0`");
    for (name, header, own, needed) in event.map(repeated).into_iter().flatten() {
        check(name, header, &own, needed, SAME);
    }
}
