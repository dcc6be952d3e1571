//! `pipeline.trace`.

use std::collections::BTreeMap;

use holdpoint_domain::Time;
use holdpoint_domain::pipeline::{PlannedStep, Run, RunStage, StepEnd, Work};
use holdpoint_pipelines::Outcome;
use holdpoint_profile::{Draft, Kind, Nanos, Outcome as Ended, Part, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::run::{absent, id};
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// What a run spent its time on, as a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TraceRun {
    /// Which run.
    pub run: String,
}

/// A run as a trace: OTLP JSON with the OpenTelemetry semantic conventions for CI/CD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunTrace {
    /// Whether the run has ended; else there is what has ended of it.
    pub ended: bool,
    /// The trace: an `ExportTraceServiceRequest`.
    pub trace: Value,
}

impl Query for TraceRun {
    const NAME: &'static str = "pipeline.trace";
    type View = RunTrace;

    fn answer(&self, reader: &Reader<'_>) -> Result<RunTrace, ServiceError> {
        let id = id(&self.run)?;
        let found = reader.ask(|state| {
            let run = state.runs.get(&id.key())?;
            Ok(run.map(|run| (!run.stage.open(), draft(run))))
        })?;
        let (ended, draft) = found.ok_or_else(|| absent(&self.run))?;
        let trace = holdpoint_profile::Run::new(draft).map(|run| holdpoint_profile::write(&run));
        // Times of the ledger rise, and those of agents are kept between them: there is nothing to be wrong.
        let text = trace.unwrap_or_else(|_| "{\"resourceSpans\": []}".to_owned());
        Ok(RunTrace {
            ended,
            trace: serde_json::from_str(&text).unwrap_or_default(),
        })
    }
}

fn nanos(time: Time) -> Nanos {
    time.millis().saturating_mul(1_000_000).max(0)
}

/// The steps of a run that have ended, with what each waited for.
fn draft(run: &Run) -> Draft {
    let mut steps = Vec::new();
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for (place, planned) in (0_u32..).zip(&run.planned.steps) {
        let (Some(work), Some(end)) = (run.work(place), run.ended.get(&place)) else {
            continue;
        };
        // What was taken over from another run took no time here.
        if end.attempt == 0 {
            continue;
        }
        let after = before(run, planned, &places);
        places.insert(place, steps.len());
        steps.push(step(run, planned, work, end, after));
    }
    let last = steps.iter().map(|step| step.ended).max();
    let started = nanos(run.started);
    let ended = run.settled.map(nanos).or(last).unwrap_or(started);
    Draft {
        id: run.id.to_string(),
        pipeline: run.pipeline.to_string(),
        url: None,
        started,
        ended: ended.max(started),
        outcome: match run.stage {
            RunStage::Failed => Ended::Failure,
            RunStage::Cancelled => Ended::Cancellation,
            _ => Ended::Success,
        },
        steps,
    }
}

fn step(run: &Run, planned: &PlannedStep, work: &Work, end: &StepEnd, after: Vec<usize>) -> Step {
    let (ready, ended) = (nanos(end.since), nanos(end.time).max(nanos(end.since)));
    // An agent's clock may be off: what it says lies within what the ledger knows.
    let within = |time: Option<Time>| time.map(|time| nanos(time).clamp(ready, ended));
    let result = &end.result;
    let (preparing, began) = (within(result.preparing), within(result.started));
    let started = preparing.or(began).unwrap_or(ready);
    let stage = run.stages.get(planned.stage as usize);
    let stage = stage.map(|stage| stage.name.clone());
    let prefix = stage.as_ref().map(|stage| format!("{stage}/"));
    let name = prefix.and_then(|prefix| planned.id.strip_prefix(&prefix).map(str::to_owned));
    let kind = kind(work, &planned.id);
    Step {
        id: planned.id.clone(),
        name: name.unwrap_or_else(|| planned.id.clone()),
        stage,
        kind,
        after,
        inferred: false,
        ready,
        started,
        ended,
        pool: matches!(work, Work::Run(_) | Work::Check(_) | Work::Tests(_)).then(|| match planned
            .labels
            .as_slice()
        {
            [] => "agent".to_owned(),
            labels => labels.join("+"),
        }),
        agent: None,
        outcome: match end.outcome {
            _ if result.timed_out => Ended::Timeout,
            _ if result.lost => Ended::Error,
            Outcome::Succeeded => Ended::Success,
            Outcome::Cancelled => Ended::Cancellation,
            Outcome::Skipped(_) => Ended::Skip,
            Outcome::Failed => Ended::Failure,
        },
        attempt: end.attempt,
        url: Some(result.url.clone()).filter(|url| !url.is_empty()),
        parts: parts(
            kind,
            [
                preparing,
                began,
                within(result.ended),
                within(result.collected),
            ],
        ),
    }
}

/// What the agent did one after another, as far as it says when.
fn parts(kind: Kind, [preparing, began, ended, collected]: [Option<Nanos>; 4]) -> Vec<Part> {
    let part = |name: &str, kind, from: Option<Nanos>, to: Option<Nanos>| {
        let (started, ended) = from.zip(to).filter(|(from, to)| from <= to)?;
        let name = name.to_owned();
        Some(Part {
            name,
            kind,
            started,
            ended,
        })
    };
    let all = [
        part("bring files", Kind::Transfer, preparing, began),
        part("run", kind, began, ended),
        part("keep files", Kind::Transfer, ended, collected),
    ];
    all.into_iter().flatten().collect()
}

/// What time is spent on. A step that is called a test is one.
fn kind(work: &Work, id: &str) -> Kind {
    match work {
        Work::Approval(_) | Work::Manual(_) => Kind::Approval,
        Work::Gate(_) | Work::Wait(_) => Kind::Queue,
        Work::Check(_) | Work::Tests(_) => Kind::Test,
        _ if id.to_lowercase().contains("test") => Kind::Test,
        _ => Kind::Work,
    }
}

/// Steps that a step comes after, also through places where something only begins or ends, or that never ran.
fn before(run: &Run, planned: &PlannedStep, places: &BTreeMap<u32, usize>) -> Vec<usize> {
    let mut open: Vec<u32> = planned.link.after.clone();
    let (mut seen, mut found) = (std::collections::BTreeSet::new(), Vec::new());
    while let Some(place) = open.pop() {
        if !seen.insert(place) {
            continue;
        }
        match (places.get(&place), run.planned.step(place)) {
            (Some(at), _) => found.push(*at),
            (None, Some(step)) => open.extend(&step.link.after),
            (None, None) => {}
        }
    }
    found.sort_unstable();
    found
}
