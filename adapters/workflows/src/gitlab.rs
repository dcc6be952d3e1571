//! GitLab CI, by version 4 of its REST API: pipelines with variables.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::address::{Jobs, Token};
use crate::order::Order;
use crate::path::{part, split};
use crate::progress::{Outcome, PARTS, Part, Progress, Started, State, moment, written};
use crate::trouble::Trouble;
use crate::value::text;
use crate::wire::{Answer, Ask, Body, Care, Wire};

/// The variable that carries the marker.
const KEY: &str = "HOLDPOINT_KEY";
/// The variable that says which job was ordered: pipelines have no names that one could ask for.
const JOB: &str = "HOLDPOINT_JOB";
/// Items of a page.
const PAGE: usize = 100;
/// Pipelines whose variables are looked through, each by a question of its own.
const PIPELINES: usize = 300;

/// The jobs of GitLab CI.
pub(crate) struct Pipelines(pub(crate) Wire);

pub(crate) fn headers(token: &Token) -> [(&'static str, String); 1] {
    [("private-token", token.text().to_owned())]
}

impl Pipelines {
    /// All items of a list, but no more than so many.
    fn list(&self, path: &str, most: usize) -> Result<Vec<Value>, Trouble> {
        let mut all: Vec<Value> = Vec::new();
        let mut page = 1_u64;
        let with = if path.contains('?') { '&' } else { '?' };
        loop {
            let answer = self
                .0
                .get(format!("{path}{with}per_page={PAGE}&page={page}"))?;
            let Value::Array(items) = answer.json() else {
                return Err(self.0.unsure("a list is none"));
            };
            all.extend(items);
            match next(&answer).filter(|next| *next > page && all.len() < most) {
                Some(next) => page = next,
                None => return Ok(all),
            }
        }
    }

    fn carries(&self, project: &str, pipeline: u64, marker: &str) -> Result<bool, Trouble> {
        let path = format!("{project}/pipelines/{pipeline}/variables");
        // One that was removed meanwhile has none.
        let Some(answer) = self.0.maybe(path)? else {
            return Ok(false);
        };
        let Value::Array(variables) = answer.json() else {
            return Err(self.0.unsure("the list of variables is none"));
        };
        let carries =
            |one: &Value| text(one, "key") == Some(KEY) && text(one, "value") == Some(marker);
        Ok(variables.iter().any(carries))
    }

    /// The path of a pipeline.
    fn pipeline(id: &str) -> Option<(String, &str, u64)> {
        let (repository, number) = split(id, '#')?;
        let path = format!("{}/pipelines/{number}", project(repository));
        Some((path, repository, number))
    }
}

impl Jobs for Pipelines {
    fn start(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        if order.reference.is_empty() || order.repository.is_empty() {
            let why = "GitLab CI needs a project and a branch or tag to run a pipeline at; give the step a `repository` and a `ref`";
            return Err(Trouble::Order(why.to_owned()));
        }
        let own = [(KEY, order.marker()), (JOB, order.job.clone())];
        let own = own
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }));
        let inputs =
            { order.inputs.iter() }.map(|(key, value)| json!({ "key": key, "value": value }));
        let variables: Vec<Value> = inputs.chain(own).collect();
        let body = json!({ "ref": order.reference, "variables": variables });
        let path = format!("{}/pipeline", project(&order.repository));
        let answer = self
            .0
            .ask(&Ask::new(Method::POST, path, Body::Json(body), Care::Once))?;
        Ok(started(&order.repository, &answer.json()))
    }

    fn find(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        let project = project(&order.repository);
        let since = part(&written(order.since()));
        let query = format!(
            "source=api&updated_after={since}&order_by=id&sort=asc&ref={}",
            part(&order.reference)
        );
        let pipelines = self.list(&format!("{project}/pipelines?{query}"), PIPELINES)?;
        let marker = order.marker();
        for pipeline in &pipelines {
            let number = pipeline.get("id").and_then(Value::as_u64).unwrap_or(0);
            if self.carries(&project, number, &marker)? {
                return Ok(started(&order.repository, pipeline));
            }
        }
        match pipelines.len() < PIPELINES {
            true => Ok(None),
            false => Err(self
                .0
                .unsure("there are too many pipelines since the order")),
        }
    }

    fn look(&self, id: &str) -> Result<Option<Progress>, Trouble> {
        let Some((path, repository, _)) = Self::pipeline(id) else {
            return Ok(None);
        };
        let Some(answer) = self.0.maybe(path.clone())? else {
            return Ok(None);
        };
        let pipeline = answer.json();
        let (Some(job), Some(status)) = (started(repository, &pipeline), text(&pipeline, "status"))
        else {
            return Err(self.0.unsure("the pipeline has no id or no status"));
        };
        let state = state(status, false);
        let jobs = self.list(&format!("{path}/jobs"), PARTS)?;
        let parts = jobs.iter().take(PARTS).map(part_of).collect();
        Ok(Some(Progress { job, state, parts }))
    }

    fn cancel(&self, id: &str) -> Result<(), Trouble> {
        let Some((path, ..)) = Self::pipeline(id) else {
            return Ok(());
        };
        let path = format!("{path}/cancel");
        self.0
            .ask(&Ask::new(Method::POST, path, Body::Nothing, Care::Again))
            .map(drop)
    }

    fn log(&self, _: &str) -> Result<Option<String>, Trouble> {
        // Each job has one of its own.
        Ok(None)
    }

    fn unseen(&self) -> Duration {
        Duration::from_secs(180)
    }
}

/// The number of the next page, if there is one.
fn next(answer: &Answer) -> Option<u64> {
    answer.header("x-next-page")?.trim().parse().ok()
}

fn project(repository: &str) -> String {
    format!("/projects/{}", part(repository))
}

fn started(repository: &str, pipeline: &Value) -> Option<Started> {
    let number = pipeline.get("id")?.as_u64()?;
    let url = text(pipeline, "web_url").map(str::to_owned);
    Some(Started {
        id: format!("{repository}#{number}"),
        url,
    })
}

/// How far a pipeline or one of its jobs is. A pipeline that waits for a person at one of its jobs runs.
fn state(status: &str, job: bool) -> State {
    match status {
        "success" => State::Ended(Outcome::Succeeded),
        "failed" => State::Ended(Outcome::Failed),
        "canceled" | "cancelled" => State::Ended(Outcome::Cancelled),
        "skipped" => State::Ended(Outcome::Skipped),
        "running" | "canceling" => State::Running,
        "manual" if !job => State::Running,
        _ => State::Queued,
    }
}

fn part_of(job: &Value) -> Part {
    let stage = text(job, "stage").unwrap_or_default();
    let name = text(job, "name").unwrap_or("?");
    Part {
        name: if stage.is_empty() {
            name.to_owned()
        } else {
            format!("{stage}/{name}")
        },
        state: state(text(job, "status").unwrap_or_default(), true),
        started: moment(text(job, "started_at")),
        ended: moment(text(job, "finished_at")),
        url: text(job, "web_url").map(str::to_owned),
    }
}
