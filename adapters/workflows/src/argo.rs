//! Argo Workflows, by its server: a workflow is made from a template, under a name that is the marker, so that the cluster itself
//! refuses to have it twice.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::address::{Jobs, Token};
use crate::order::Order;
use crate::path::part;
use crate::progress::{Outcome, PARTS, Part, Progress, Started, State, moment};
use crate::trouble::Trouble;
use crate::value::text;
use crate::wire::{Ask, Body, Care, Wire};

/// The label that carries the marker.
const LABEL: &str = "holdpoint-key";

/// The jobs of Argo Workflows.
pub(crate) struct Workflows(pub(crate) Wire);

pub(crate) fn headers(token: &Token) -> [(&'static str, String); 1] {
    let text = token.text();
    let text = text.strip_prefix("Bearer ").unwrap_or(text);
    [("authorization", format!("Bearer {text}"))]
}

impl Workflows {
    fn named(&self, namespace: &str, name: &str) -> Result<Option<Value>, Trouble> {
        let path = format!("{}/{}", place(namespace), part(name));
        Ok(self.0.maybe(path)?.map(|answer| answer.json()))
    }

    fn started(&self, namespace: &str, name: &str) -> Started {
        let url = format!(
            "{}/workflows/{}/{}",
            self.0.base(),
            part(namespace),
            part(name)
        );
        Started {
            id: format!("{namespace}#{name}"),
            url: Some(url),
        }
    }
}

impl Jobs for Workflows {
    fn start(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        let namespace = &order.repository;
        if namespace.is_empty() || order.job.is_empty() {
            let why = "Argo Workflows needs a namespace and a workflow template; give the step a `repository` and a `job`";
            return Err(Trouble::Order(why.to_owned()));
        }
        let marker = order.marker();
        let parameters: Vec<_> = { order.inputs.iter() }
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let body = json!({
            "namespace": namespace,
            "resourceKind": "WorkflowTemplate",
            "resourceName": order.job,
            "submitOptions": {
                "name": marker,
                "labels": format!("{LABEL}={marker}"),
                "parameters": parameters,
            },
        });
        let path = format!("{}/submit", place(namespace));
        match self
            .0
            .ask(&Ask::new(Method::POST, path, Body::Json(body), Care::Once))
        {
            Ok(_) => Ok(Some(self.started(namespace, &marker))),
            // It was started before.
            Err(Trouble::Refused { status: 409, .. }) => Ok(Some(self.started(namespace, &marker))),
            Err(trouble) => Err(trouble),
        }
    }

    fn find(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        let marker = order.marker();
        let found = self.named(&order.repository, &marker)?;
        Ok(found.map(|_| self.started(&order.repository, &marker)))
    }

    fn look(&self, id: &str) -> Result<Option<Progress>, Trouble> {
        let Some((namespace, name)) = id.rsplit_once('#') else {
            return Ok(None);
        };
        let Some(workflow) = self.named(namespace, name)? else {
            return Ok(None);
        };
        if workflow.get("metadata").is_none() {
            return Err(self.0.unsure("the workflow has no `metadata`"));
        }
        let status = workflow.get("status").unwrap_or(&Value::Null);
        let stopped = { workflow.get("spec") }
            .and_then(|spec| text(spec, "shutdown"))
            .is_some();
        let nodes = status.get("nodes").and_then(Value::as_object);
        let pods = nodes
            .into_iter()
            .flat_map(serde_json::Map::values)
            .filter(|node| is_part(node));
        Ok(Some(Progress {
            job: self.started(namespace, name),
            state: state(text(status, "phase"), stopped),
            parts: pods.take(PARTS).map(part_of).collect(),
        }))
    }

    fn cancel(&self, id: &str) -> Result<(), Trouble> {
        let Some((namespace, name)) = id.rsplit_once('#') else {
            return Ok(());
        };
        // Stopping, unlike terminating, lets its exit handlers tidy up.
        let path = format!("{}/{}/stop", place(namespace), part(name));
        let body = Body::Json(json!({ "namespace": namespace, "name": name }));
        match self.0.ask(&Ask::new(Method::PUT, path, body, Care::Again)) {
            // What has ended cannot be stopped.
            Err(Trouble::Refused {
                status: 400 | 409,
                said,
                ..
            }) if said.contains("completed") || said.contains("shutdown") => Ok(()),
            answer => answer.map(drop),
        }
    }

    fn log(&self, _: &str) -> Result<Option<String>, Trouble> {
        // Each pod has one of its own, as a stream.
        Ok(None)
    }

    fn unseen(&self) -> Duration {
        Duration::from_secs(60)
    }
}

fn place(namespace: &str) -> String {
    format!("/api/v1/workflows/{}", part(namespace))
}

/// How far a workflow or a node is; one without a phase was not looked at by the controller yet.
fn state(phase: Option<&str>, stopped: bool) -> State {
    match phase {
        Some("Succeeded") => State::Ended(Outcome::Succeeded),
        Some("Failed" | "Error") if stopped => State::Ended(Outcome::Cancelled),
        Some("Failed" | "Error") => State::Ended(Outcome::Failed),
        Some("Skipped" | "Omitted") => State::Ended(Outcome::Skipped),
        Some("Running") => State::Running,
        _ => State::Queued,
    }
}

/// Nodes that do something: the others hold them together.
fn is_part(node: &Value) -> bool {
    matches!(
        text(node, "type"),
        Some("Pod" | "Container" | "Suspend" | "HTTP" | "Plugin" | "Skipped")
    )
}

fn part_of(node: &Value) -> Part {
    Part {
        name: text(node, "displayName")
            .or(text(node, "name"))
            .unwrap_or("?")
            .to_owned(),
        state: state(text(node, "phase"), false),
        started: moment(text(node, "startedAt")),
        ended: moment(text(node, "finishedAt")),
        url: None,
    }
}
