//! A span.

use holdpoint_findings::Value;

use super::super::mend;
use super::super::rules::UNFINISHED;
use super::super::said::{Said, Where};
use super::super::time::{Written, time};
use crate::Nanos;

/// A span that has ended.
#[derive(Debug)]
pub(in super::super) struct Span<'a> {
    pub(super) at: Where<'a>,
    pub(super) trace: &'a str,
    pub(super) id: &'a str,
    pub(super) parent: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) started: Nanos,
    pub(super) ended: Nanos,
    /// The spans of the same trace that it links to.
    pub(super) links: Vec<&'a str>,
    /// Whether its status is an error.
    pub(super) failed: bool,
    /// The attributes of what it belongs to.
    resource: Option<Value<'a>>,
}

/// The spans of a request.
pub(in super::super) fn spans<'a>(root: &Where<'a>, said: &mut Said) -> Vec<Span<'a>> {
    let mut found = Vec::new();
    for of_resource in root.items("resourceSpans", said) {
        let resource = of_resource.value.get("resource");
        for of_scope in of_resource.items("scopeSpans", said) {
            for at in of_scope.items("spans", said) {
                found.extend(span(at, resource, said));
            }
        }
    }
    found
}

fn span<'a>(at: Where<'a>, resource: Option<Value<'a>>, said: &mut Said) -> Option<Span<'a>> {
    let (trace, id) = (at.needed("traceId", said), at.needed("spanId", said));
    let name = at.needed("name", said)?;
    at.expect("startTimeUnixNano", said);
    let started = time(&at, "startTimeUnixNano", Written::Nanos, said);
    let before = said.mistakes.len();
    let ended = time(&at, "endTimeUnixNano", Written::KnownNanos, said);
    let wrong = said.mistakes.len() > before;
    let links = links(&at, trace.unwrap_or_default(), said);
    let started = started?;
    let Some(ended) = ended else {
        if !wrong {
            said.remark(at.place(), &UNFINISHED, &[("name", name)]);
        }
        return None;
    };
    let ended = mend::end(&at, name, (started, ended), said)?;
    let parent = at
        .text("parentSpanId", said)
        .filter(|parent| !parent.is_empty());
    let code = at.get("status").and_then(|status| status.value.get("code"));
    let failed = code.and_then(Value::written);
    Some(Span {
        trace: trace?,
        id: id?,
        parent,
        name,
        started,
        ended,
        links,
        failed: matches!(failed, Some("2" | "STATUS_CODE_ERROR")),
        resource,
        at,
    })
}

fn links<'a>(at: &Where<'a>, own: &str, said: &mut Said) -> Vec<&'a str> {
    let mut found = Vec::new();
    for link in at.items("links", said) {
        // A link into another trace is not about this run.
        if link.text("traceId", said).is_none_or(|trace| trace == own) {
            found.extend(link.needed("spanId", said));
        }
    }
    found
}

impl<'a> Span<'a> {
    /// The text of an attribute, or a number as it is written.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        attribute(self.at.value, name)
    }

    /// The same, or else that of its resource.
    pub(super) fn known(&self, name: &str) -> Option<&'a str> {
        self.attribute(name)
            .or_else(|| attribute(self.resource?, name))
    }

    /// Whether it has an attribute whose name begins so.
    pub(super) fn speaks_of(&self, prefix: &str) -> bool {
        let names = attributes(self.at.value).filter_map(|one| one.get("key")?.text());
        { names }.any(|name| name.starts_with(prefix))
    }
}

fn attributes(of: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    of.get("attributes").into_iter().flat_map(Value::items)
}

fn attribute<'a>(of: Value<'a>, name: &str) -> Option<&'a str> {
    let found = attributes(of).find(|one| one.get("key").and_then(Value::text) == Some(name))?;
    let value = found.get("value")?;
    let keys = ["stringValue", "intValue", "boolValue", "doubleValue"];
    keys.into_iter().find_map(|key| value.get(key)?.written())
}
