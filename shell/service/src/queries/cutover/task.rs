//! Tasks of a cutover.

use holdpoint_domain::Time;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::pipeline::{Manual, PlannedStep, Work};
use holdpoint_pipelines::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::night::Night;
use crate::Names;
use crate::queries::pipeline::{DecisionView, StepState, WaitsFor};
use crate::queries::pipeline::{decided, instructions, state_of, waits_for};

/// From when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpanView {
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub until: Time,
}

impl From<Span> for SpanView {
    fn from(span: Span) -> Self {
        Self {
            from: Time::from_millis(span.from),
            until: Time::from_millis(span.until),
        }
    }
}

/// A task of a cutover: a step of its pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskView {
    /// What it is known by: stage, step and what tells it from others.
    pub task: String,
    /// What people call it.
    pub title: String,
    /// What it does, as its key in a definition says: `manual`, `deploy`, `approval` …
    pub kind: String,
    /// What is done with which component or release, in a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The name of its stage.
    pub stage: String,
    /// The environment of that.
    pub environment: Option<EnvironmentName>,
    /// Where it stands.
    pub state: StepState,
    /// Why it never begins, or what else there is to say of its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whose it is, if a person does it: a role or a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who does it if they cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// What people are asked, or have to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instructions: String,
    /// What has to be said or attached when it is done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attachment: String,
    /// Whether a second person confirms it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
    /// Who or what it waits for.
    pub waits_for: Option<WaitsFor>,
    /// Who has decided so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<DecisionView>,
    /// Ids of the tasks that it comes after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// When it is planned.
    pub planned: Option<SpanView>,
    /// How long it took in the last rehearsal, in seconds.
    pub rehearsed_seconds: Option<i64>,
    /// When it began.
    pub began: Option<Time>,
    /// When it ended.
    pub ended: Option<Time>,
    /// When it will be, as things stand, as far as it has not ended.
    pub forecast: Option<SpanView>,
    /// Whether it decides when all of it ends.
    pub critical: bool,
    /// Whether anybody has said how long it takes.
    pub timed: bool,
    /// Whether it undoes another task, when the run has failed or was cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undoes: bool,
    /// Whether nothing is undone any more once it has gone well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub point_of_no_return: bool,
}

/// All tasks of a night, in the order in which they come.
pub(super) fn tasks(night: &Night<'_>, names: Names<'_>) -> Vec<TaskView> {
    let steps = night
        .planned()
        .into_iter()
        .flat_map(|planned| &planned.steps);
    let all = (0..).zip(steps).filter(|(_, step)| step.work.is_some());
    let mut tasks: Vec<_> = all
        .map(|(place, step)| task(night, place, step, names))
        .collect();
    // By when they begin; what has no time keeps its place after what it undoes.
    tasks.sort_by_key(|task| (task.undoes, begins(task)));
    tasks
}

fn begins(task: &TaskView) -> i64 {
    let planned = task.planned.or(task.forecast).map(|span| span.from);
    planned.or(task.began).map_or(i64::MAX, Time::millis)
}

fn task(night: &Night<'_>, place: u32, step: &PlannedStep, names: Names<'_>) -> TaskView {
    let work = night.planned().and_then(|planned| planned.work(place));
    let manual = match work {
        Some(Work::Manual(manual)) => Some(manual),
        _ => None,
    };
    let run = night.run.as_ref();
    let (attempt, end) = (
        run.and_then(|run| run.attempts.get(&place)),
        run.and_then(|run| run.ended.get(&place)),
    );
    let (state, skipped) = run.map_or((StepState::Waiting, None), |run| {
        state_of(run, place, attempt, end)
    });
    let stage = night.stage(step.stage);
    let forecast = night.forecast.as_ref();
    TaskView {
        task: step.id.clone(),
        title: step.title().to_owned(),
        kind: work.map_or("", Work::word).to_owned(),
        about: work.map_or(String::new(), about),
        stage: stage.map_or(String::new(), |stage| stage.name.clone()),
        environment: stage.and_then(|stage| stage.environment.clone()),
        state,
        why: skipped.unwrap_or_else(|| end.map_or(String::new(), |end| end.result.why.clone())),
        owner: manual.map(|manual| manual.owner.to_string()),
        deputy: manual.and_then(|manual| Some(manual.deputy.as_ref()?.to_string())),
        instructions: instructions(work),
        attachment: manual.map_or(String::new(), |manual: &Manual| manual.attachment.clone()),
        confirm: manual.is_some_and(|manual| manual.confirm),
        waits_for: run
            .zip(attempt)
            .and_then(|(run, attempt)| waits_for(run, place, attempt)),
        decided: decided(attempt, names),
        after: after(night, step),
        planned: night.plan_of(place).map(SpanView::from),
        rehearsed_seconds: night.rehearsed.get(&step.id).map(|took| took / 1000),
        began: end.map(|end| end.since).or(attempt.map(|one| one.since)),
        ended: end.map(|end| end.time),
        forecast: forecast
            .and_then(|all| all.times.get(&place).copied())
            .map(SpanView::from),
        critical: forecast.is_some_and(|all| all.way.contains(&place)),
        timed: !night.unknown.contains(&place),
        undoes: step.undoes(),
        point_of_no_return: step.point_of_no_return,
    }
}

fn about(work: &Work) -> String {
    match work {
        Work::Deploy(deploy) => {
            let components: Vec<_> = deploy.components.iter().map(|name| name.as_str()).collect();
            let release = deploy.release.iter().map(|name| format!("of {name}"));
            let components = (!components.is_empty()).then(|| components.join(", "));
            let words: Vec<_> = components.into_iter().chain(release).collect();
            words.join(" ")
        }
        Work::Gate(gate) => {
            let release = gate.release.as_ref();
            release.map_or(String::new(), |release| format!("for {release}"))
        }
        Work::Approval(approval) => {
            let roles: Vec<_> = approval.roles.iter().map(ToString::to_string).collect();
            format!("by {}", roles.join(", "))
        }
        _ => String::new(),
    }
}

/// The tasks that one comes after, through what only begins or ends.
fn after(night: &Night<'_>, step: &PlannedStep) -> Vec<String> {
    let Some(planned) = night.planned() else {
        return Vec::new();
    };
    let (mut found, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    let mut open: Vec<u32> = step.link.after.clone();
    while let Some(at) = open.pop() {
        let Some(before) = planned.step(at).filter(|_| seen.insert(at)) else {
            continue;
        };
        match before.work {
            Some(_) => found.push((at, before.id.clone())),
            None => open.extend(&before.link.after),
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}
