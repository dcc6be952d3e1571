//! A run as a trace: OTLP JSON with the semantic conventions for CI/CD.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{Kind, Nanos, Outcome, Part, Run, Step, names};

/// Who wrote it.
const SCOPE: &str = "holdpoint-profile";
/// `SPAN_KIND_SERVER`, which the conventions want for runs and steps, and `SPAN_KIND_INTERNAL`.
const SERVER: u8 = 2;
const INTERNAL: u8 = 1;

/// A run as one `ExportTraceServiceRequest`, on one line without its end.
///
/// The run's span holds those of its steps, and these the spans of their parts. What a step waits for is a link to the span of
/// that. Ids are made of those of the run and the step, so writing it again gives the same. [`read`](crate::read) gives
/// the same run again.
#[must_use]
pub fn write(run: &Run) -> String {
    let trace = id(&[&run.pipeline, &run.id], 16);
    let span = |step: Option<&Step>, part: Option<usize>| {
        let step = step.map_or("", |step| &step.id);
        let part = part.map(|part| part.to_string()).unwrap_or_default();
        id(&[&run.pipeline, &run.id, step, &part], 8)
    };
    let top = span(None, None);
    let frame = |id: &str, parent: &str| Frame {
        trace: trace.clone(),
        id: id.to_owned(),
        parent: parent.to_owned(),
    };
    let mut spans = vec![of_run(run, &frame(&top, ""))];
    for step in &run.steps {
        let own = span(Some(step), None);
        let before = step.after.iter().filter_map(|at| run.steps.get(*at));
        let links: Vec<String> = before.map(|before| span(Some(before), None)).collect();
        spans.push(of_step(step, &frame(&own, &top), &links));
        for (at, part) in step.parts.iter().enumerate() {
            let id = span(Some(step), Some(at));
            spans.push(of_part(part, &frame(&id, &own)));
        }
    }
    let resource = [
        (names::PIPELINE, text(&run.pipeline)),
        (names::RUN_ID, text(&run.id)),
    ];
    let scope = json!({ "scope": { "name": SCOPE }, "spans": spans });
    json!({ "resourceSpans": [{ "resource": { "attributes": attributes(resource) }, "scopeSpans": [scope] }] }).to_string()
}

/// The first bytes of the SHA-256 of names, none of which can be taken for a part of another.
fn id(names: &[&str], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for name in names {
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
    }
    let digest = hash.finalize();
    hex::encode(digest.get(..bytes).unwrap_or_default())
}

/// What a span is called, and within which it is.
struct Frame {
    trace: String,
    id: String,
    parent: String,
}

impl Frame {
    fn span(
        &self,
        name: &str,
        kind: u8,
        times: (Nanos, Nanos),
        outcome: Outcome,
    ) -> Map<String, Value> {
        let failed = !matches!(outcome, Outcome::Success | Outcome::Skip);
        let mut span = Map::new();
        let mut put = |key: &str, value: Value| drop(span.insert(key.to_owned(), value));
        put("traceId", json!(self.trace));
        put("spanId", json!(self.id));
        put("parentSpanId", json!(self.parent));
        put("name", json!(name));
        put("kind", json!(kind));
        put("startTimeUnixNano", json!(times.0.to_string()));
        put("endTimeUnixNano", json!(times.1.to_string()));
        put(
            "status",
            if failed {
                json!({ "code": 2 })
            } else {
                json!({})
            },
        );
        span
    }
}

type Attribute = (&'static str, Value);

fn attributes(list: impl IntoIterator<Item = Attribute>) -> Value {
    let pair = |(key, value): Attribute| json!({ "key": key, "value": value });
    list.into_iter().map(pair).collect()
}

fn text(text: &str) -> Value {
    json!({ "stringValue": text })
}

fn whole(number: i64) -> Value {
    json!({ "intValue": number.to_string() })
}

/// Attributes that are there if they are known, and `error.type`, which the conventions want where something failed.
fn optional(known: &[(&'static str, &Option<String>)], outcome: Outcome) -> Vec<Attribute> {
    let there = known
        .iter()
        .filter_map(|(key, value)| Some((*key, text(value.as_deref()?))));
    let mut list: Vec<Attribute> = there.collect();
    if !matches!(outcome, Outcome::Success | Outcome::Skip) {
        list.push((names::ERROR, text(outcome.name())));
    }
    list
}

fn of_run(run: &Run, frame: &Frame) -> Value {
    let name = format!("RUN {}", run.pipeline);
    let mut span = frame.span(&name, SERVER, (run.started, run.ended), run.outcome);
    let mut list = vec![
        (names::PIPELINE, text(&run.pipeline)),
        (names::RUN_ID, text(&run.id)),
        (names::ACTION, text("RUN")),
        (names::RESULT, text(run.outcome.name())),
    ];
    list.extend(optional(&[(names::RUN_URL, &run.url)], run.outcome));
    span.insert("attributes".to_owned(), attributes(list));
    Value::Object(span)
}

fn of_step(step: &Step, frame: &Frame, links: &[String]) -> Value {
    let mut span = frame.span(&step.name, SERVER, (step.started, step.ended), step.outcome);
    let order = if step.inferred { "inferred" } else { "stated" };
    let mut list = vec![
        (names::TASK, text(&step.name)),
        (names::TASK_ID, text(&step.id)),
        (names::TASK_RESULT, text(step.outcome.name())),
        (names::KIND, text(step.kind.name())),
        (names::READY, whole(step.ready)),
        (names::ATTEMPT, whole(step.attempt.into())),
        (names::ORDER, text(order)),
    ];
    if step.kind == Kind::Test {
        list.push((names::TASK_TYPE, text("test")));
    }
    let known = [
        (names::TASK_URL, &step.url),
        (names::WORKER, &step.agent),
        (names::STAGE, &step.stage),
        (names::POOL, &step.pool),
    ];
    list.extend(optional(&known, step.outcome));
    span.insert("attributes".to_owned(), attributes(list));
    let link = |id: &String| json!({ "traceId": frame.trace, "spanId": id });
    span.insert("links".to_owned(), links.iter().map(link).collect());
    Value::Object(span)
}

fn of_part(part: &Part, frame: &Frame) -> Value {
    let mut span = frame.span(
        &part.name,
        INTERNAL,
        (part.started, part.ended),
        Outcome::Success,
    );
    let list = [
        (names::TASK, text(&part.name)),
        (names::KIND, text(part.kind.name())),
        (names::PART, json!({ "boolValue": true })),
    ];
    span.insert("attributes".to_owned(), attributes(list));
    Value::Object(span)
}
