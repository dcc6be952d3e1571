//! Runs of Jenkins pipelines, as the pipeline REST interface describes them (`wfapi/describe`). Stages do not say what they wait for.

use super::found::{FoundRun, FoundStep};
use super::said::{Said, Where};
use super::time::{Written, length, time};
use crate::{Kind, Nanos, Outcome, Part};

const MILLI: u64 = 1_000_000;

/// The run, if it can be read.
pub(super) fn run<'a>(at: &Where<'a>, said: &mut Said) -> Option<FoundRun<'a>> {
    let id = at.needed("id", said)?;
    let started = time(at, "startTimeMillis", Written::Millis, said)?;
    let queued = length(at, "queueDurationMillis", MILLI, said).unwrap_or(0);
    let stages = at.items("stages", said);
    let steps = stages
        .into_iter()
        .filter_map(|stage| step(stage, said))
        .collect();
    let href = at
        .get("_links")
        .and_then(|at| at.get("self"))
        .and_then(|at| at.text("href", said));
    Some(FoundRun {
        id: id.to_owned(),
        pipeline: href.map_or_else(|| "pipeline".to_owned(), job),
        url: None,
        started: Some(started.saturating_sub_unsigned(queued).max(0)),
        ended: time(at, "endTimeMillis", Written::Millis, said),
        outcome: at.text("status", said).map(outcome),
        steps,
        at: at.clone(),
    })
}

/// The name of a job by its address: `/job/shop/job/main/7/wfapi/describe` is of `shop/main`.
fn job(href: &str) -> String {
    let mut names = Vec::new();
    let mut parts = href.split('/');
    while let Some(part) = parts.next() {
        if part == "job" {
            names.extend(parts.next());
        }
    }
    names.join("/")
}

fn step<'a>(at: Where<'a>, said: &mut Said) -> Option<FoundStep<'a>> {
    let status = at.text("status", said);
    let (id, name) = (at.needed("id", said), at.needed("name", said)?);
    let started = time(&at, "startTimeMillis", Written::Millis, said)?;
    let took = length(&at, "durationMillis", MILLI, said)?;
    let paused = length(&at, "pauseDurationMillis", MILLI, said)
        .unwrap_or(0)
        .min(took);
    if status == Some("NOT_EXECUTED") {
        return None;
    }
    let ended = started.saturating_add_unsigned(took);
    let mut step = FoundStep::new(at, id?, name, (started, ended));
    step.outcome = status.map_or(Outcome::Success, outcome);
    step.parts = pause(paused, ended);
    Some(step)
}

/// For how long a stage waited for a person. When that was is not told, so it is shown at its end.
fn pause(paused: u64, ended: Nanos) -> Vec<Part> {
    if paused == 0 {
        return Vec::new();
    }
    vec![Part {
        name: "input".to_owned(),
        kind: Kind::Approval,
        started: ended.saturating_sub_unsigned(paused),
        ended,
    }]
}

fn outcome(status: &str) -> Outcome {
    match status {
        "FAILED" | "UNSTABLE" => Outcome::Failure,
        "ABORTED" => Outcome::Cancellation,
        "NOT_EXECUTED" => Outcome::Skip,
        _ => Outcome::Success,
    }
}
