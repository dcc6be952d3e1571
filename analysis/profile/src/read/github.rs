//! Jobs of GitHub Actions (<https://docs.github.com/rest/actions/workflow-jobs>). They do not say what they need.

use std::collections::BTreeMap;

use super::found::{FoundRun, FoundStep};
use super::rules::UNFINISHED;
use super::said::{Said, Where};
use super::time::{Written, time};
use super::{guess, mend};
use crate::{Kind, Nanos, Outcome, Part};

/// The jobs of a page, of pages, or of a list.
pub(super) fn jobs<'a>(root: &Where<'a>, said: &mut Said) -> Vec<Where<'a>> {
    if !root.value.is_list() {
        return root.items("jobs", said);
    }
    let pages = root.all().into_iter();
    pages
        .flat_map(|page| match page.value.get("jobs") {
            Some(_) => page.items("jobs", said),
            None => vec![page],
        })
        .collect()
}

/// The runs that jobs belong to.
pub(super) fn runs<'a>(jobs: &[Where<'a>], said: &mut Said) -> Vec<FoundRun<'a>> {
    let mut runs: BTreeMap<(String, u32), FoundRun<'a>> = BTreeMap::new();
    for job in jobs {
        let Some((id, attempt)) = id(job, said) else {
            continue;
        };
        let created = time(job, "created_at", Written::Date, said);
        let step = step(job, attempt, created, said);
        let run =
            { runs.entry((id.clone(), attempt)) }.or_insert_with(|| run(job, &id, attempt, said));
        run.started = [run.started, created].into_iter().flatten().min();
        run.steps.extend(step);
    }
    runs.into_values().collect()
}

/// A run has an id of its own, and is attempted several times.
fn id(job: &Where<'_>, said: &mut Said) -> Option<(String, u32)> {
    let id = job.needed("run_id", said)?;
    let attempt = job
        .text("run_attempt", said)
        .and_then(|text| text.parse().ok());
    Some((id.to_owned(), attempt.unwrap_or(1)))
}

fn run<'a>(job: &Where<'a>, id: &str, attempt: u32, said: &mut Said) -> FoundRun<'a> {
    let name = job.text("workflow_name", said).unwrap_or("workflow");
    let url = job
        .text("html_url", said)
        .and_then(|url| Some(url.split_once("/job/")?.0.to_owned()));
    FoundRun {
        at: job.clone(),
        id: if attempt > 1 {
            format!("{id}.{attempt}")
        } else {
            id.to_owned()
        },
        pipeline: name.to_owned(),
        url,
        started: None,
        ended: None,
        outcome: None,
        steps: Vec::new(),
    }
}

fn step<'a>(
    job: &Where<'a>,
    attempt: u32,
    created: Option<Nanos>,
    said: &mut Said,
) -> Option<FoundStep<'a>> {
    let (id, name) = (job.needed("id", said), job.needed("name", said));
    let conclusion = job.text("conclusion", said);
    let times = times(job, name.unwrap_or("job"), conclusion, said)?;
    let name = name?;
    let mut step = FoundStep::new(job.clone(), id?, name, times);
    // What has parts does something else beside them: it is work whatever its name is.
    step.parts = parts(job, times, said);
    if !step.parts.is_empty() {
        step.kind = Kind::Work;
    }
    step.ready = created;
    step.pool = pool(job, said);
    step.agent = job
        .text("runner_name", said)
        .filter(|name| !name.is_empty())
        .map(str::to_owned);
    step.url = job.text("html_url", said).map(str::to_owned);
    step.outcome = outcome(conclusion);
    step.attempt = attempt;
    Some(step)
}

/// From when until when something ran. What was skipped did not run.
fn times(
    at: &Where<'_>,
    name: &str,
    conclusion: Option<&str>,
    said: &mut Said,
) -> Option<(Nanos, Nanos)> {
    if conclusion == Some("skipped") {
        return None;
    }
    let started = time(at, "started_at", Written::Date, said);
    let ended = time(at, "completed_at", Written::Date, said);
    let (Some(started), Some(ended)) = (started, ended) else {
        // A time that was wrong has been told.
        if ["started_at", "completed_at"]
            .iter()
            .any(|key| at.get(key).is_none())
        {
            said.remark(at.place(), &UNFINISHED, &[("name", name)]);
        }
        return None;
    };
    Some((started, mend::end(at, name, (started, ended), said)?))
}

fn parts(job: &Where<'_>, within: (Nanos, Nanos), said: &mut Said) -> Vec<Part> {
    let mut parts = Vec::new();
    for at in job.items("steps", said) {
        let Some(name) = at.needed("name", said) else {
            continue;
        };
        let conclusion = at.text("conclusion", said);
        if let Some((started, ended)) = times(&at, name, conclusion, said) {
            let kind = guess::kind(name);
            parts.push(Part {
                name: name.to_owned(),
                kind,
                started,
                ended,
            });
        }
    }
    mend::clip(&mut parts, within);
    parts
}

/// The labels that a runner needs, or else the group that it is of.
fn pool(job: &Where<'_>, said: &mut Said) -> Option<String> {
    let labels = job.items("labels", said);
    let labels: Vec<&str> = labels
        .iter()
        .filter_map(|label| label.value.text())
        .collect();
    if !labels.is_empty() {
        return Some(labels.join(","));
    }
    job.text("runner_group_name", said)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}

fn outcome(conclusion: Option<&str>) -> Outcome {
    match conclusion {
        Some("failure" | "action_required") => Outcome::Failure,
        Some("timed_out") => Outcome::Timeout,
        Some("cancelled") => Outcome::Cancellation,
        Some("startup_failure") => Outcome::Error,
        _ => Outcome::Success,
    }
}
