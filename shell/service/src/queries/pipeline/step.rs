//! Steps of a run.

use holdpoint_domain::access::Role;
use holdpoint_domain::agent::AgentName;
use holdpoint_domain::deployment::DeploymentId;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::pipeline::{
    Attempt, AttemptState, PlannedStep, Run, StepArtifacts, StepEnd, TestTally, Work,
};
use holdpoint_domain::{Digest, Time};
use holdpoint_pipelines::{Outcome, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Names, PersonRef};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Something that it comes after has not ended.
    Waiting,
    /// It is carried out, or waits for what it asks for.
    Running,
    /// It is to be stopped.
    Stopping,
    /// It has failed, and is tried again.
    Resting,
    /// It has ended well.
    Succeeded,
    /// It has failed.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It never begins.
    Skipped,
}

impl std::fmt::Display for StepState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Resting => "resting",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
        })
    }
}

/// Who or what a step waits for, beside an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaitsFor {
    /// The gate of an environment.
    Gate(EnvironmentName),
    /// People in these roles, each of them.
    Roles(Vec<Role>),
    /// Whoever owns the task, or their deputy.
    Owner(String),
    /// A second person who confirms it.
    Confirmation(String),
    /// A deployment.
    Deployment(DeploymentId),
    /// Time, or a window.
    Time,
}

/// What somebody has decided about a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionView {
    /// Who.
    pub person: PersonRef,
    /// In which role; none for a manual task.
    pub role: Option<Role>,
    /// What they said.
    pub comment: Option<String>,
    /// When.
    pub time: Time,
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunStepView {
    /// What it is known by: stage, step and combination.
    pub step: String,
    /// What people call it.
    pub title: String,
    /// What it does, as its key in a definition says: `run`, `gate`, `approval` …
    pub kind: String,
    /// Where it stands.
    pub state: StepState,
    /// Why it never begins, or what else there is to say of its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Which attempt it is, or was, from 1; 0 if there was none.
    pub attempt: u32,
    /// When that began.
    pub since: Option<Time>,
    /// When it ended.
    pub ended: Option<Time>,
    /// When it is tried again.
    pub again: Option<Time>,
    /// Exit code of the last attempt that ended.
    pub exit_code: Option<i32>,
    /// Digest of what that wrote.
    pub log: Option<Digest>,
    /// The artifacts that it has made, by name.
    #[serde(default, skip_serializing_if = "StepArtifacts::is_empty")]
    pub artifacts: StepArtifacts,
    /// Caches of which it had what an earlier run left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cached: Vec<String>,
    /// The agent on another host that ran it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentName>,
    /// What came of the tests that it shared with other steps, if it judges them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<TestTally>,
    /// The page of its job elsewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Who or what it waits for.
    pub waits_for: Option<WaitsFor>,
    /// What people are asked, or have to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instructions: String,
    /// Who has decided so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<DecisionView>,
    /// Ids of the steps that it comes after.
    pub after: Vec<String>,
}

pub(super) fn step(run: &Run, place: u32, planned: &PlannedStep, names: Names<'_>) -> RunStepView {
    let attempt = run.attempts.get(&place);
    let end = run.ended.get(&place);
    let result = end.map(|end| &end.result);
    let last = result.or_else(|| attempt.and_then(|attempt| attempt.before.as_ref()));
    let (state, skipped) = state(run, place, attempt, end);
    RunStepView {
        step: planned.id.clone(),
        title: planned.title().to_owned(),
        kind: run.work(place).map_or("", Work::word).to_owned(),
        state,
        why: skipped.unwrap_or_else(|| last.map_or(String::new(), |last| last.why.clone())),
        attempt: end.map_or(attempt.map_or(0, |one| one.number), |end| end.attempt),
        since: end.map(|end| end.since).or(attempt.map(|one| one.since)),
        ended: end.map(|end| end.time),
        again: attempt.and_then(|attempt| match attempt.state {
            AttemptState::Resting(until) => Some(until),
            _ => None,
        }),
        exit_code: last.and_then(|last| last.exit_code),
        log: last.and_then(|last| last.log),
        artifacts: last.map(|last| last.artifacts.clone()).unwrap_or_default(),
        cached: last.map(|last| last.cached.clone()).unwrap_or_default(),
        agent: last.and_then(|last| last.agent.clone()),
        tests: last.and_then(|last| last.tests.clone()),
        url: last.map(|last| last.url.clone()).unwrap_or_default(),
        waits_for: attempt.and_then(|attempt| waits_for(run, place, attempt)),
        instructions: instructions(run.work(place)),
        decided: decided(attempt, names),
        after: after(run, planned),
    }
}

/// Where it stands, and why it never begins.
pub(in crate::queries) fn state(
    run: &Run,
    place: u32,
    attempt: Option<&Attempt>,
    end: Option<&StepEnd>,
) -> (StepState, Option<String>) {
    match attempt.map(|attempt| attempt.state) {
        Some(AttemptState::Running) => return (StepState::Running, None),
        Some(AttemptState::Stopping) => return (StepState::Stopping, None),
        Some(AttemptState::Resting(_)) => return (StepState::Resting, None),
        None => {}
    }
    let known = run.schedule.as_ref().map(|schedule| schedule.state(place));
    let outcome = match (end, known) {
        (Some(end), _) => end.outcome,
        (None, Some(State::Ended(outcome))) => outcome,
        _ => return (StepState::Waiting, None),
    };
    match outcome {
        Outcome::Succeeded => (StepState::Succeeded, None),
        Outcome::Failed => (StepState::Failed, None),
        Outcome::Cancelled => (StepState::Cancelled, None),
        Outcome::Skipped(reason) => (StepState::Skipped, Some(reason.described().to_owned())),
    }
}

pub(in crate::queries) fn waits_for(run: &Run, place: u32, attempt: &Attempt) -> Option<WaitsFor> {
    Some(match run.work(place)? {
        Work::Gate(gate) => WaitsFor::Gate(gate.environment.clone()),
        Work::Approval(approval) => WaitsFor::Roles(approval.roles.clone()),
        Work::Manual(manual) if attempt.decided.is_empty() => {
            WaitsFor::Owner(manual.owner.to_string())
        }
        Work::Manual(manual) => WaitsFor::Confirmation(manual.owner.to_string()),
        Work::Deploy(_) | Work::RollBack(_) => {
            WaitsFor::Deployment(attempt.deployments.front().cloned()?)
        }
        Work::Wait(_) => WaitsFor::Time,
        Work::Run(_) | Work::Check(_) | Work::Http(_) | Work::External(_) | Work::Tests(_) => {
            return None;
        }
    })
}

pub(in crate::queries) fn instructions(work: Option<&Work>) -> String {
    match work {
        Some(Work::Approval(approval)) => approval.instructions.clone(),
        Some(Work::Manual(manual)) => manual.instructions.clone(),
        _ => String::new(),
    }
}

pub(in crate::queries) fn decided(
    attempt: Option<&Attempt>,
    names: Names<'_>,
) -> Vec<DecisionView> {
    let decided = attempt.into_iter().flat_map(|attempt| &attempt.decided);
    let view = |one: &holdpoint_domain::pipeline::Decided| DecisionView {
        person: names.person(&one.person),
        role: one.role,
        comment: names.text(one.comment.as_ref()),
        time: one.time,
    };
    decided.map(view).collect()
}

/// Steps that it comes after, those before a stage or matrix that only begins or ends included.
fn after(run: &Run, planned: &PlannedStep) -> Vec<String> {
    let before = planned.link.after.iter();
    let ids = before.filter_map(|at| run.planned.step(*at));
    let steps = ids.filter(|step| step.work.is_some());
    steps.map(|step| step.id.clone()).collect()
}
