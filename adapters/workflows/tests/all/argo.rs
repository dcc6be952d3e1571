//! Argo Workflows.

use std::collections::BTreeMap;

use holdpoint_workflows::{Order, Outcome, State, System};
use serde_json::{Value, json};

use crate::server::{Fake, Fault, Request, Response, Server, json};
use crate::world::{Opened, SECRET, open, order};

/// A cluster with one namespace and one template.
pub struct Argo {
    workflows: BTreeMap<String, Value>,
    submitted: Vec<Value>,
}

fn argo() -> Server<Argo> {
    Server::start(Argo {
        workflows: BTreeMap::new(),
        submitted: Vec::new(),
    })
}

fn none() -> Response {
    json(
        404,
        &json!({"code": 5, "message": "workflows.argoproj.io not found"}),
    )
}

impl Argo {
    fn submit(&mut self, body: &Value) -> Response {
        if body["resourceKind"] != "WorkflowTemplate" || body["resourceName"] != "deploy" {
            return none();
        }
        let name = body["submitOptions"]["name"].as_str().unwrap().to_owned();
        if self.workflows.contains_key(&name) {
            let message = format!("workflows.argoproj.io \"{name}\" already exists");
            return json(409, &json!({"code": 6, "message": message}));
        }
        self.submitted.push(body.clone());
        let workflow =
            json!({"metadata": {"name": name, "namespace": "ci"}, "spec": {}, "status": {}});
        self.workflows.insert(name, workflow.clone());
        json(200, &workflow)
    }

    fn stop(&mut self, name: &str) -> Response {
        let workflow = self.workflows.get_mut(name).unwrap();
        if workflow["status"]["finishedAt"].is_string() {
            return json(
                400,
                &json!({"message": "cannot shutdown a completed workflow"}),
            );
        }
        workflow["spec"]["shutdown"] = "Stop".into();
        workflow["status"] = json!({"phase": "Failed", "message": "Stopped with strategy 'Stop'", "finishedAt": "x"});
        json(200, workflow)
    }
}

impl Fake for Argo {
    fn answer(&mut self, request: &Request) -> Response {
        if request.header("authorization") != format!("Bearer {SECRET}") {
            return json(
                401,
                &json!({"code": 16, "message": "token not valid for running mode"}),
            );
        }
        let Some(path) = request.path.strip_prefix("/api/v1/workflows/ci/") else {
            return json(
                403,
                &json!({"code": 7, "message": "workflows.argoproj.io is forbidden"}),
            );
        };
        match (
            request.method.as_str(),
            path.split('/').collect::<Vec<_>>().as_slice(),
        ) {
            ("POST", ["submit"]) => self.submit(&request.json()),
            ("PUT", [name, "stop"]) => self.stop(name),
            ("GET", [name]) => self
                .workflows
                .get(*name)
                .map_or_else(none, |one| json(200, one)),
            _ => none(),
        }
    }
}

fn opened(server: &Server<Argo>) -> (Opened, Order) {
    (
        open(System::ArgoWorkflows, &server.url),
        order("deploy/scan 1", "deploy", "ci", ""),
    )
}

#[test]
fn a_workflow_is_submitted_followed_and_stopped() {
    let server = argo();
    let (opened, order) = opened(&server);
    assert_eq!(opened.jobs.find(&order), Ok(None));
    let marker = order.marker();
    let started = opened.jobs.start(&order).unwrap().unwrap();
    assert_eq!(started.id, format!("ci#{marker}"));
    assert_eq!(
        started.url,
        Some(format!("{}/workflows/ci/{marker}", server.url))
    );
    let options = json!({"name": marker, "labels": format!("holdpoint-key={marker}"), "parameters": ["region=eu-central-1 & \"more\""]});
    assert_eq!(server.fake().submitted[0]["submitOptions"], options);
    let look = || opened.jobs.look(&started.id).unwrap().unwrap();
    assert_eq!(look().state, State::Queued);
    let nodes = json!({
        "a": {"displayName": "main", "type": "DAG", "phase": "Running"},
        "b": {"displayName": "build", "type": "Pod", "phase": "Succeeded", "startedAt": "2026-11-28T20:00:00Z", "finishedAt": "2026-11-28T20:00:09Z"},
        "c": {"displayName": "wait", "type": "Suspend", "phase": "Running", "startedAt": "2026-11-28T20:00:09Z", "finishedAt": null},
    });
    server.fake().workflows.get_mut(&marker).unwrap()["status"] =
        json!({"phase": "Running", "nodes": nodes});
    let progress = look();
    assert_eq!(progress.state, State::Running);
    let parts: Vec<_> = progress
        .parts
        .iter()
        .map(|part| (part.name.as_str(), part.state))
        .collect();
    assert_eq!(
        parts,
        [
            ("build", State::Ended(Outcome::Succeeded)),
            ("wait", State::Running)
        ]
    );
    opened.jobs.cancel(&started.id).unwrap();
    assert_eq!(look().state, State::Ended(Outcome::Cancelled));
    opened.jobs.cancel(&started.id).unwrap();
}

#[test]
fn each_phase_is_a_state() {
    let server = argo();
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    for (phase, state) in [
        ("", State::Queued),
        ("Pending", State::Queued),
        ("Running", State::Running),
        ("Succeeded", State::Ended(Outcome::Succeeded)),
        ("Failed", State::Ended(Outcome::Failed)),
        ("Error", State::Ended(Outcome::Failed)),
    ] {
        server.fake().workflows.get_mut(&order.marker()).unwrap()["status"]["phase"] = phase.into();
        assert_eq!(
            opened.jobs.look(&id).unwrap().unwrap().state,
            state,
            "{phase}"
        );
    }
}

#[test]
fn the_cluster_itself_refuses_to_have_it_twice() {
    let server = argo();
    let (opened, order) = opened(&server);
    server.fault(Fault::Cut("submit"));
    assert!(opened.jobs.start(&order).unwrap_err().may_have_been_done());
    let found = opened.jobs.find(&order).unwrap().unwrap();
    // Even whoever sends it again has the first.
    assert_eq!(opened.jobs.start(&order), Ok(Some(found)));
    assert_eq!(server.fake().submitted.len(), 1);
}

#[test]
fn a_no_says_what_to_do() {
    let server = argo();
    let (opened, order) = opened(&server);
    let said = |order: Order| opened.jobs.start(&order).unwrap_err().to_string();
    assert!(
        said(Order {
            job: "none".to_owned(),
            ..order.clone()
        })
        .ends_with("name a workflow template of the namespace")
    );
    assert!(
        said(Order {
            repository: "other".to_owned(),
            ..order.clone()
        })
        .contains("create, get, list and patch workflows")
    );
    assert!(
        said(Order {
            repository: String::new(),
            ..order
        })
        .contains("needs a namespace")
    );
}
