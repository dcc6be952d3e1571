//! Small runs, and what is said of files.

use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_profile::{Draft, Kind, Nanos, Outcome, Run, Step, Traces, read};

pub(crate) const SECOND: i64 = 1_000_000_000;

pub(crate) fn files(texts: &[(&str, &str)]) -> Vec<Arc<Source>> {
    let source = |(name, text): &(&str, &str)| Source::new(name, text.as_bytes().to_vec()).unwrap();
    texts.iter().map(source).map(Arc::new).collect()
}

pub(crate) fn traces(text: &str) -> Traces {
    read(&files(&[("trace.json", text)])).unwrap_or_else(|error| panic!("{error}"))
}

/// Mistakes, as `line:column rule message`.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let error = read(&files(&[("trace.json", text)])).expect_err(text);
    let line = |one: &holdpoint_findings::Finding| {
        format!(
            "{}:{} {} {}",
            one.place.line, one.place.column, one.rule.id, one.message
        )
    };
    error.findings().iter().map(line).collect()
}

/// Remarks, as `rule message`.
pub(crate) fn remarks(traces: &Traces) -> Vec<String> {
    let line = |one: &holdpoint_findings::Finding| format!("{} {}", one.rule.id, one.message);
    traces.remarks.iter().map(line).collect()
}

/// A step of seconds: ready, started, ended.
pub(crate) fn step(name: &str, times: (i64, i64, i64), after: &[usize]) -> Step {
    Step {
        id: name.to_owned(),
        name: name.to_owned(),
        stage: None,
        kind: Kind::Work,
        after: after.to_vec(),
        inferred: false,
        ready: times.0 * SECOND,
        started: times.1 * SECOND,
        ended: times.2 * SECOND,
        pool: None,
        agent: None,
        outcome: Outcome::Success,
        attempt: 1,
        url: None,
        parts: Vec::new(),
    }
}

pub(crate) fn pooled(step: Step, pool: &str) -> Step {
    Step {
        pool: Some(pool.to_owned()),
        ..step
    }
}

pub(crate) fn of_kind(step: Step, kind: Kind) -> Step {
    Step { kind, ..step }
}

/// A run from second 0 to the end of the last step.
pub(crate) fn run(steps: Vec<Step>) -> Run {
    let ended = steps.iter().map(|step| step.ended).max().unwrap_or(0);
    run_until(steps, ended)
}

pub(crate) fn run_until(steps: Vec<Step>, ended: Nanos) -> Run {
    let draft = Draft {
        id: "1".to_owned(),
        pipeline: "shop".to_owned(),
        url: None,
        started: 0,
        ended,
        outcome: Outcome::Success,
        steps,
    };
    Run::new(draft).unwrap()
}
