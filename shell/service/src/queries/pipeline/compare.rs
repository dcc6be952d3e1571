//! `pipeline.compare`.

use holdpoint_domain::agent::AgentName;
use holdpoint_domain::pipeline::{PlannedStep, Run, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::run::{absent, id};
use super::runs::{RunLine, line};
use super::step::{StepState, state};
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// Two runs beside each other, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompareRuns {
    /// The one.
    pub run: String,
    /// The other, which is compared with it.
    pub with: String,
}

/// Two runs beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The one.
    pub run: RunLine,
    /// The other.
    pub with: RunLine,
    /// Whether both have the same graph.
    pub same_graph: bool,
    /// How much longer the other took, in milliseconds, if both have ended.
    pub longer_ms: Option<i64>,
    /// Steps of either, in the order of the one; then those that only the other has.
    pub steps: Vec<ComparedStep>,
}

/// A step in two runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedStep {
    /// What it is known by.
    pub step: String,
    /// What people call it.
    pub title: String,
    /// What it does.
    pub kind: String,
    /// How it went in the one; nothing if that does not have it.
    pub run: Option<ComparedEnd>,
    /// How it went in the other.
    pub with: Option<ComparedEnd>,
    /// How much longer it took in the other, in milliseconds, if it has ended in both.
    pub longer_ms: Option<i64>,
    /// Whether it ended otherwise, or only one of them has it.
    pub differs: bool,
}

/// How a step went in one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedEnd {
    /// Where it stands.
    pub state: StepState,
    /// Which attempt it was, from 1; 0 if it has not run there.
    pub attempt: u32,
    /// How long that took, in milliseconds, if it has ended.
    pub took_ms: Option<i64>,
    /// The agent on another host that ran it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentName>,
    /// What there is to say of its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Query for CompareRuns {
    const NAME: &'static str = "pipeline.compare";
    type View = Comparison;

    fn answer(&self, reader: &Reader<'_>) -> Result<Comparison, ServiceError> {
        let names = reader.names();
        let run = |text: &str| {
            let id = id(text)?;
            let found = reader.ask(|state| Ok(state.runs.get(&id.key())?.cloned()))?;
            found.ok_or_else(|| absent(text))
        };
        let (one, other) = (run(&self.run)?, run(&self.with)?);
        let took = |run: &Run| Some(run.settled?.millis() - run.started.millis());
        Ok(Comparison {
            same_graph: one.graph == other.graph,
            longer_ms: difference(took(&one), took(&other)),
            steps: steps(&one, &other),
            run: line(&one, names),
            with: line(&other, names),
        })
    }
}

fn difference(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    Some(other? - one?)
}

fn steps(one: &Run, other: &Run) -> Vec<ComparedStep> {
    let own = |run: &Run, step: &PlannedStep| Some(end(run, run.planned.find(&step.id)?));
    let done = |step: &&PlannedStep| step.work.is_some();
    let first = one.planned.steps.iter().filter(done);
    let first = first.map(|step| compared((one, step), own(one, step), own(other, step)));
    let rest = other.planned.steps.iter().filter(done);
    let rest = rest.filter(|step| one.planned.find(&step.id).is_none());
    let rest = rest.map(|step| compared((other, step), None, own(other, step)));
    first.chain(rest).collect()
}

fn compared(
    (run, step): (&Run, &PlannedStep),
    one: Option<ComparedEnd>,
    other: Option<ComparedEnd>,
) -> ComparedStep {
    let took = |end: &Option<ComparedEnd>| end.as_ref().and_then(|end| end.took_ms);
    let work = run.planned.find(&step.id).and_then(|place| run.work(place));
    let state = |end: &Option<ComparedEnd>| end.as_ref().map(|end| end.state);
    ComparedStep {
        step: step.id.clone(),
        title: step.title().to_owned(),
        kind: work.map_or("", Work::word).to_owned(),
        longer_ms: difference(took(&one), took(&other)),
        differs: state(&one) != state(&other),
        run: one,
        with: other,
    }
}

fn end(run: &Run, place: u32) -> ComparedEnd {
    let end = run.ended.get(&place);
    let (state, skipped) = state(run, place, run.attempts.get(&place), end);
    let ran = end.filter(|end| end.attempt > 0);
    ComparedEnd {
        state,
        attempt: end.map_or(0, |end| end.attempt),
        took_ms: ran.map(|end| end.time.millis() - end.since.millis()),
        agent: end.and_then(|end| end.result.agent.clone()),
        why: skipped.unwrap_or_else(|| end.map_or(String::new(), |end| end.result.why.clone())),
    }
}
