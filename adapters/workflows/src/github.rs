//! GitHub Actions, by its REST API of 2022-11-28. Since February 2026 a dispatch answers which run it has made, if asked to
//! (`return_run_details`); Enterprise Servers that are older do not know the question.

use std::time::Duration;

use holdpoint_ports::Millis;
use reqwest::Method;
use serde_json::{Value, json};

use crate::address::{Jobs, Token};
use crate::order::Order;
use crate::path::{part, split};
use crate::progress::{Outcome, PARTS, Part, Progress, Started, State, moment, written};
use crate::trouble::Trouble;
use crate::value::{list, text};
use crate::wire::{Answer, Ask, Body, Care, Wire};

/// The input that carries the marker.
const INPUT: &str = "holdpoint_key";
/// How every marker begins.
const MARKED: &str = "hp-";
/// Items of a page.
const PAGE: usize = 100;
/// Pages that are looked through: the API shows no more than a thousand runs of one question.
const PAGES: usize = 10;

/// The jobs of GitHub Actions.
pub(crate) struct Actions(pub(crate) Wire);

pub(crate) fn headers(token: &Token) -> [(&'static str, String); 3] {
    [
        ("authorization", format!("Bearer {}", token.text())),
        ("accept", "application/vnd.github+json".to_owned()),
        ("x-github-api-version", "2022-11-28".to_owned()),
    ]
}

impl Actions {
    fn dispatch(&self, order: &Order, details: bool) -> Result<Answer, Trouble> {
        let path = format!("{}/dispatches", workflow(order)?);
        let mut inputs: serde_json::Map<String, Value> = { order.inputs.iter() }
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect();
        inputs.insert(INPUT.to_owned(), order.marker().into());
        let mut body = json!({ "ref": order.reference, "inputs": inputs });
        if let (true, Some(fields)) = (details, body.as_object_mut()) {
            fields.insert("return_run_details".to_owned(), true.into());
        }
        self.0
            .ask(&Ask::new(Method::POST, path, Body::Json(body), Care::Once))
    }

    /// One page of the runs of a workflow since an order, the newest first.
    fn page(&self, order: &Order, page: usize) -> Result<Vec<Value>, Trouble> {
        let since = part(&format!(">={}", written(order.since())));
        let query = format!("event=workflow_dispatch&created={since}&per_page={PAGE}&page={page}");
        let path = format!("{}/runs?{query}", workflow(order)?);
        let mut answer = self.0.get(path)?.json();
        match answer.get_mut("workflow_runs").map(Value::take) {
            Some(Value::Array(runs)) => Ok(runs),
            _ => Err(self.0.unsure("the list of runs has no `workflow_runs`")),
        }
    }

    /// All runs of a workflow since an order, the newest first.
    fn since(&self, order: &Order) -> Result<Vec<Value>, Trouble> {
        let mut runs = Vec::new();
        for page in 1..=PAGES {
            let here = self.page(order, page)?;
            let last = here.len() < PAGE;
            runs.extend(here);
            if last {
                return Ok(runs);
            }
        }
        Err(self
            .0
            .unsure("there are more than a thousand runs since the order"))
    }

    fn parts(&self, run: &str) -> Result<Vec<Part>, Trouble> {
        let mut parts = Vec::new();
        for page in 1..=PARTS / PAGE {
            let path = format!("{run}/jobs?per_page={PAGE}&page={page}");
            let Some(answer) = self.0.maybe(path)? else {
                break;
            };
            let answer = answer.json();
            let jobs = list(&answer, "jobs");
            parts.extend(jobs.iter().map(job));
            if jobs.len() < PAGE {
                break;
            }
        }
        Ok(parts)
    }
}

impl Jobs for Actions {
    fn start(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        if order.reference.is_empty() {
            let why =
                "GitHub Actions needs a branch or tag to run a workflow at; give the step a `ref`";
            return Err(Trouble::Order(why.to_owned()));
        }
        let answer = match self.dispatch(order, true) {
            // An older server refuses what it does not know, and has done nothing.
            Err(Trouble::Refused {
                status: 400 | 422,
                said,
                ..
            }) if said.contains("return_run_details") => self.dispatch(order, false)?,
            answer => answer?,
        };
        let answer = answer.json();
        let run = answer.get("workflow_run_id").and_then(Value::as_u64);
        Ok(run.and_then(|run| started(&order.repository, run, &answer)))
    }

    fn find(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        let runs = self.since(order)?;
        let marker = order.marker();
        let titled = |run: &Value, word: &str| {
            text(run, "display_title").is_some_and(|title| title.contains(word))
        };
        // The oldest, should somebody have started another one by hand with the same input.
        let found = { runs.iter().rev() }.find(|run| titled(run, &marker));
        let started =
            found.and_then(|run| started(&order.repository, run.get("id")?.as_u64()?, run));
        if started.is_none() && runs.iter().any(|run| !titled(run, MARKED)) {
            return Err(self.0.unsure("a run does not show which order it is of: its workflow needs `holdpoint_key` in its `run-name`"));
        }
        Ok(started)
    }

    fn look(&self, id: &str) -> Result<Option<Progress>, Trouble> {
        let Some((repository, number)) = split(id, '#') else {
            return Ok(None);
        };
        let path = format!("{}/actions/runs/{number}", place(repository)?);
        let Some(answer) = self.0.maybe(path.clone())? else {
            return Ok(None);
        };
        let run = answer.json();
        let Some(state) = state(&run) else {
            return Err(self.0.unsure("the run has no status"));
        };
        let job = started(repository, number, &run);
        let parts = self.parts(&path)?;
        Ok(job.map(|job| Progress { job, state, parts }))
    }

    fn cancel(&self, id: &str) -> Result<(), Trouble> {
        let Some((repository, number)) = split(id, '#') else {
            return Ok(());
        };
        let path = format!("{}/actions/runs/{number}/cancel", place(repository)?);
        match self
            .0
            .ask(&Ask::new(Method::POST, path, Body::Nothing, Care::Again))
        {
            // It has ended.
            Err(Trouble::Refused { status: 409, .. }) => Ok(()),
            answer => answer.map(drop),
        }
    }

    fn log(&self, _: &str) -> Result<Option<String>, Trouble> {
        // It gives an archive at another address.
        Ok(None)
    }

    fn unseen(&self) -> Duration {
        Duration::from_secs(300)
    }
}

fn place(repository: &str) -> Result<String, Trouble> {
    match repository.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() => {
            Ok(format!("/repos/{}/{}", part(owner), part(name)))
        }
        _ => Err(Trouble::Order(format!(
            "`{repository}` is no repository of GitHub; write `OWNER/NAME`"
        ))),
    }
}

fn workflow(order: &Order) -> Result<String, Trouble> {
    let place = place(&order.repository)?;
    Ok(format!("{place}/actions/workflows/{}", part(&order.job)))
}

fn started(repository: &str, number: u64, run: &Value) -> Option<Started> {
    let url = text(run, "html_url").map(str::to_owned);
    (number > 0).then(|| Started {
        id: format!("{repository}#{number}"),
        url,
    })
}

/// How far a run or a job is; nothing if it does not say so.
fn state(of: &Value) -> Option<State> {
    Some(match text(of, "status")? {
        "completed" => State::Ended(match text(of, "conclusion") {
            // Neutral says of a job that nothing of it counts against the run.
            Some("success" | "neutral") => Outcome::Succeeded,
            Some("cancelled") => Outcome::Cancelled,
            Some("skipped" | "stale") => Outcome::Skipped,
            _ => Outcome::Failed,
        }),
        "in_progress" => State::Running,
        _ => State::Queued,
    })
}

fn job(job: &Value) -> Part {
    let time = |key: &str| -> Option<Millis> { moment(text(job, key)) };
    Part {
        name: text(job, "name").unwrap_or("?").to_owned(),
        state: state(job).unwrap_or(State::Queued),
        started: time("started_at"),
        ended: time("completed_at"),
        url: text(job, "html_url").map(str::to_owned),
    }
}
