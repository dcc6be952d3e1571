//! Jobs of GitLab pipelines (<https://docs.gitlab.com/api/jobs/>). A job waits for all jobs of the stage before its own, unless it has
//! `needs`; the interface does not give these, but whoever exports the jobs may add them as the pipeline's file has them.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{FoundRun, FoundStep};
use super::mend;
use super::rules::{UNFINISHED, UNKNOWN_NEED};
use super::said::{Said, Where};
use super::time::{Written, length, time};
use crate::{Nanos, Outcome};

/// Of a stage with more jobs than this, those that wait for it wait only for the last of them.
const MANY: usize = 1_000;
const LAST: usize = 64;

/// A job that has run.
struct Job<'a> {
    at: Where<'a>,
    number: u64,
    /// The names of those that it needs, if that is said.
    needs: Option<Vec<&'a str>>,
    step: FoundStep<'a>,
}

/// The pipelines that jobs belong to.
pub(super) fn runs<'a>(all: &[Where<'a>], said: &mut Said) -> Vec<FoundRun<'a>> {
    let mut pipelines: BTreeMap<&str, Vec<Where<'a>>> = BTreeMap::new();
    for at in all {
        let pipeline = at.get("pipeline");
        let id = match &pipeline {
            Some(pipeline) => pipeline.needed("id", said),
            None => at.needed("pipeline", said),
        };
        if let Some(id) = id {
            pipelines.entry(id).or_default().push(at.clone());
        }
    }
    let runs = pipelines.into_iter();
    runs.filter_map(|(id, jobs)| run(id, jobs, said)).collect()
}

fn run<'a>(id: &str, all: Vec<Where<'a>>, said: &mut Said) -> Option<FoundRun<'a>> {
    let first = all.first()?.clone();
    let mut stages: BTreeMap<&str, u64> = BTreeMap::new();
    let mut jobs = Vec::new();
    for at in all {
        let (number, stage) = (number(&at, said), at.needed("stage", said));
        if let (Some(number), Some(stage)) = (number, stage) {
            // Jobs are numbered in the order of their stages, those that have not run, too.
            let least = stages.entry(stage).or_insert(number);
            *least = number.min(*least);
            jobs.extend(job(at, number, stage, said));
        }
    }
    jobs.sort_by_key(|job: &Job<'_>| job.number);
    edges(&mut jobs, &stages, said);
    let web = first.text("web_url", said);
    let project = web
        .and_then(|url| url.split_once("/-/"))
        .map(|(project, _)| project);
    Some(FoundRun {
        id: id.to_owned(),
        pipeline: project.map_or("pipeline", path).to_owned(),
        url: project.map(|project| format!("{project}/-/pipelines/{id}")),
        started: None,
        ended: None,
        outcome: None,
        steps: jobs.into_iter().map(|job| job.step).collect(),
        at: first,
    })
}

/// The path of an address, without the host.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or(rest, |(_, path)| path)
}

fn number(at: &Where<'_>, said: &mut Said) -> Option<u64> {
    let text = at.needed("id", said)?;
    let number = text.parse().ok();
    if number.is_none() {
        let words = [("name", "id"), ("what", "is no whole number")];
        said.wrong(at.place(), &super::rules::mistakes::FIELD, &words);
    }
    number
}

fn job<'a>(at: Where<'a>, number: u64, stage: &str, said: &mut Said) -> Option<Job<'a>> {
    let name = at.needed("name", said)?;
    let times = times(&at, name, said)?;
    let mut step = FoundStep::new(at.clone(), &number.to_string(), name, times);
    step.stage = Some(stage.to_owned());
    let queued = length(&at, "queued_duration", 1_000_000_000, said);
    step.ready = queued.map(|queued| times.0.saturating_sub_unsigned(queued).max(0));
    step.pool = Some(pool(&at, said));
    let runner = at.get("runner");
    let runner = runner.and_then(|at| at.text("description", said).or_else(|| at.text("id", said)));
    step.agent = runner.map(str::to_owned);
    step.url = at.text("web_url", said).map(str::to_owned);
    step.outcome = outcome(at.text("status", said));
    let needs = needs(&at, said);
    Some(Job {
        at,
        number,
        needs,
        step,
    })
}

fn times(at: &Where<'_>, name: &str, said: &mut Said) -> Option<(Nanos, Nanos)> {
    let started = time(at, "started_at", Written::Date, said);
    let ended = time(at, "finished_at", Written::Date, said);
    match (started, ended) {
        (Some(started), Some(ended)) => {
            Some((started, mend::end(at, name, (started, ended), said)?))
        }
        (Some(_), None) if at.get("finished_at").is_none() => {
            said.remark(at.place(), &UNFINISHED, &[("name", name)]);
            None
        }
        // It was not run, or its time was wrong, which has been told.
        _ => None,
    }
}

/// The tags that a runner needs.
fn pool(at: &Where<'_>, said: &mut Said) -> String {
    let tags = at.items("tag_list", said);
    let tags: Vec<&str> = tags.iter().filter_map(|tag| tag.value.text()).collect();
    if tags.is_empty() {
        "untagged".to_owned()
    } else {
        tags.join(",")
    }
}

/// The names that a job needs: as text, or under `job` or `name`; as a list, or as the nodes of one.
fn needs<'a>(at: &Where<'a>, said: &mut Said) -> Option<Vec<&'a str>> {
    let list = at.get("needs")?;
    let list = list.get("nodes").unwrap_or(list);
    let mut names = Vec::new();
    for need in list.all() {
        let key = if need.value.get("job").is_some() {
            "job"
        } else {
            "name"
        };
        let name = need.value.text().or_else(|| need.needed(key, said));
        names.extend(name);
    }
    Some(names)
}

/// What each job waits for, and which attempt it is.
fn edges(jobs: &mut [Job<'_>], stages: &BTreeMap<&str, u64>, said: &mut Said) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, job) in jobs.iter_mut().enumerate() {
        let attempts = by_name.entry(job.step.name.clone()).or_default();
        attempts.push(at);
        job.step.attempt = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
    }
    let stages = Stages::of(jobs, stages);
    let mut found = Vec::new();
    for (at, job) in jobs.iter().enumerate() {
        let attempts = by_name
            .get(&job.step.name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let before = attempts.partition_point(|other| *other < at).checked_sub(1);
        let after = match (before.and_then(|before| attempts.get(before)), &job.needs) {
            // A further attempt waits for the one before.
            (Some(again), _) => Some(BTreeSet::from([*again])),
            (None, Some(needs)) => Some(needed(job, needs, &by_name, said)),
            (None, None) => stages.before(&job.step, jobs),
        };
        found.push(after.map(|after| after.into_iter().collect()));
    }
    for (job, after) in jobs.iter_mut().zip(found) {
        job.step.after = after;
    }
}

/// The last attempts at what a job needs.
fn needed(
    job: &Job<'_>,
    needs: &[&str],
    by_name: &BTreeMap<String, Vec<usize>>,
    said: &mut Said,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for name in needs {
        match by_name.get(*name).and_then(|all| all.last()) {
            Some(last) => drop(found.insert(*last)),
            None => {
                let words = [("name", &*job.step.name), ("before", name)];
                said.remark(job.at.place(), &UNKNOWN_NEED, &words);
            }
        }
    }
    found
}

/// Of each stage, its jobs.
struct Stages(Vec<(String, BTreeSet<usize>)>);

impl Stages {
    fn of(jobs: &[Job<'_>], stages: &BTreeMap<&str, u64>) -> Self {
        let mut order: Vec<_> = stages
            .iter()
            .map(|(stage, first)| (*first, *stage))
            .collect();
        order.sort_unstable();
        let mut by_name: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, job) in jobs.iter().enumerate() {
            let stage = job.step.stage.as_deref().unwrap_or_default();
            by_name.entry(stage).or_default().insert(at);
        }
        let all = |(_, stage): (u64, &str)| {
            let mut all: Vec<usize> = by_name.remove(stage).into_iter().flatten().collect();
            if all.len() > MANY {
                all.sort_by_key(|at| std::cmp::Reverse(jobs.get(*at).map(|job| job.step.ended)));
                all.truncate(LAST);
            }
            (stage.to_owned(), all.into_iter().collect())
        };
        Self(order.into_iter().map(all).collect())
    }

    /// The jobs of the nearest stage before that ran anything; nothing if the job began before they had ended, for then it
    /// has `needs` that are not told.
    fn before(&self, step: &FoundStep<'_>, jobs: &[Job<'_>]) -> Option<BTreeSet<usize>> {
        let own =
            { self.0.iter() }.position(|(stage, _)| Some(&**stage) == step.stage.as_deref())?;
        let earlier = self.0.get(..own)?.iter().rev();
        let before = { earlier }.find(|(_, jobs)| !jobs.is_empty());
        let before = before.map(|(_, jobs)| jobs.clone()).unwrap_or_default();
        let late = |at: &usize| {
            jobs.get(*at)
                .is_some_and(|job| job.step.ended > step.started)
        };
        if before.iter().any(late) {
            None
        } else {
            Some(before)
        }
    }
}

fn outcome(status: Option<&str>) -> Outcome {
    match status {
        Some("failed") => Outcome::Failure,
        Some("canceled" | "canceling") => Outcome::Cancellation,
        Some("skipped") => Outcome::Skip,
        _ => Outcome::Success,
    }
}
