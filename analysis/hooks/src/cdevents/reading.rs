//! Events, read.

use jiff::Timestamp;

use super::content::{Content, Outcome, Place, SEVERITIES, Suite, Trigger};
use super::field::Field;
use super::kind::{Kind, Spec};
use super::{Event, cloud};
use crate::headers::Headers;
use crate::mistake::{Mistakes, shown};
use crate::read::{self, Node};
use crate::unsigned::Genuine;

/// Reads an event. Fields that are not known are passed over, as later versions may have more of them.
///
/// # Errors
/// All that is wrong with it.
pub fn read(headers: &Headers<'_>, body: Genuine<'_>) -> Result<Event, Mistakes> {
    let form = cloud::form(headers)?;
    read::read(body.bytes(), |root| {
        root.object()?;
        match form {
            cloud::Form::Structured => {
                let data = root.need("data", "the event");
                let event = data.and_then(|data| event(&data));
                cloud::structured(root, event.as_ref());
                event
            }
            cloud::Form::Binary => {
                let event = event(root);
                cloud::binary(root, headers, event.as_ref());
                event
            }
        }
    })
}

fn event(data: &Node<'_>) -> Option<Event> {
    data.object()?;
    let context = data.need("context", "the context of the event");
    let subject = data.need("subject", "the subject of the event");
    let context = context.filter(|context| context.object().is_some());
    let subject = subject.filter(|subject| subject.object().is_some());
    let spec = context.as_ref().and_then(spec);
    let word = |of: &Option<Node<'_>>, key, expected| text(of.as_ref(), key, expected);
    let id = word(&context, "id", "the id of the event");
    let source = word(&context, "source", "the source of the event");
    let time = context.as_ref().and_then(time);
    let kind = context
        .as_ref()
        .zip(spec)
        .and_then(|(context, spec)| kind(context, spec));
    let about = word(&subject, "id", "the id of the subject");
    let content = subject
        .as_ref()
        .and_then(|subject| subject.need("content", "what is said"));
    let known = kind.zip(spec).zip(content);
    let content = known.map(|((kind, spec), node)| content_of(&node, kind, spec));
    let chain = context.as_ref().and_then(|one| may(one, "chainId"));
    let subject_source = subject.as_ref().and_then(|one| may(one, "source"));
    Some(Event {
        spec: spec?,
        id: id?,
        source: source?,
        time: time?,
        chain,
        kind: kind?,
        subject: about?,
        subject_source,
        content: content?,
    })
}

fn text(of: Option<&Node<'_>>, key: &str, expected: &'static str) -> Option<String> {
    of?.need(key, expected)?.text(expected).map(str::to_owned)
}

fn may(of: &Node<'_>, key: &str) -> Option<String> {
    of.field(key)?.text("text").map(str::to_owned)
}

fn spec(context: &Node<'_>) -> Option<Spec> {
    let expected = "a version of CDEvents, 0.4 or 0.5";
    // The key changed its name with 0.5; a schema of it still asks for the old one.
    let version = match context.field("specversion") {
        Some(version) => version,
        None => context.need("version", expected)?,
    };
    let help = "send events of CDEvents 0.4 or 0.5, such as `0.4.1`";
    Spec::of(version.sound(expected, help, |text| Spec::of(text).is_some())?)
}

fn time(context: &Node<'_>) -> Option<Timestamp> {
    let expected = "a time as RFC 3339 has it";
    let node = context.need("timestamp", expected)?;
    let text = node.text(expected)?;
    let time: Option<Timestamp> = text.parse().ok();
    if time.is_none() {
        node.wrong(shown(text), expected, "write it as `2026-11-28T20:00:00Z`");
    }
    time
}

fn kind(context: &Node<'_>, spec: Spec) -> Option<Kind> {
    let expected = "the type of a known event, in the version of its specification";
    let node = context.need("type", expected)?;
    let text = node.text(expected)?;
    let kind = Kind::of(text, spec);
    if kind.is_none() {
        let known: Vec<_> = Kind::all().map(|kind| kind.type_of(spec)).collect();
        node.wrong(
            shown(text),
            expected,
            format!("send one of {}", known.join(", ")),
        );
    }
    kind
}

fn content_of(of: &Node<'_>, kind: Kind, spec: Spec) -> Content {
    let mut content = Content::default();
    if of.object().is_none() {
        return content;
    }
    let row = kind.row();
    for (at, field) in row.fields.iter().enumerate() {
        let key = field.key(spec);
        let node = match at < row.needed {
            true => of.need(key, field.expected()),
            false => of.field(key),
        };
        if let Some(node) = node {
            take(&mut content, *field, &node, spec);
        }
    }
    content
}

fn take(content: &mut Content, field: Field, node: &Node<'_>, spec: Spec) {
    let text = || node.text(field.expected()).map(str::to_owned);
    let prose = || node.prose(field.expected()).map(str::to_owned);
    match field {
        Field::PipelineName | Field::TaskName => content.name = prose(),
        Field::Address => content.uri = text(),
        Field::PipelineRun => content.run = place(node),
        Field::Outcome => content.outcome = outcome(node, spec, false),
        Field::TestOutcome => content.outcome = outcome(node, spec, true),
        Field::Errors | Field::Reason => content.reason = prose(),
        Field::Environment => content.environment = place(node),
        Field::Suite => content.suite = suite(node),
        Field::Trigger => content.trigger = trigger(node),
        Field::Severity => content.severity = severity(node),
        Field::Sbom => {
            content.sbom = self::text(Some(node), "uri", "where the bill of materials is")
        }
        Field::User => content.user = text(),
        Field::Artifact => content.artifact = text(),
    }
}

fn place(node: &Node<'_>) -> Option<Place> {
    let id = text(Some(node), "id", "an id")?;
    Some(Place {
        id,
        source: may(node, "source"),
    })
}

fn outcome(node: &Node<'_>, spec: Spec, tests: bool) -> Option<Outcome> {
    let expected = "how it has ended";
    let text = node.text(expected)?;
    let outcome = Outcome::of(text, spec, tests);
    if outcome.is_none() {
        let words = Outcome::ALL.map(|one| one.word(spec, tests));
        node.wrong(
            shown(text),
            expected,
            format!("send one of `{}`", words.join("`, `")),
        );
    }
    outcome
}

fn suite(node: &Node<'_>) -> Option<Suite> {
    let id = text(Some(node), "id", "the id of the tests")?;
    let prose = |key: &str| node.field(key)?.prose("text").map(str::to_owned);
    Some(Suite {
        id,
        name: prose("name"),
        version: prose("version"),
        uri: may(node, "uri"),
    })
}

fn trigger(node: &Node<'_>) -> Option<Trigger> {
    let expected = "what started the tests";
    let help = "send one of `manual`, `pipeline`, `event`, `schedule`, `other`";
    let word = node.object()?.field("type")?;
    Trigger::of(word.sound(expected, help, |word| Trigger::of(word).is_some())?)
}

fn severity(node: &Node<'_>) -> Option<String> {
    let help = "send one of `low`, `medium`, `high`, `critical`";
    let known = |word: &str| SEVERITIES.contains(&word);
    node.sound("how serious it is", help, known)
        .map(str::to_owned)
}
