//! GitLab CI.

use holdpoint_workflows::{Order, Outcome, State, System};
use serde_json::{Value, json};

use crate::server::{Fake, Fault, Request, Response, Server, empty, json};
use crate::world::{Opened, SECRET, open, order};

/// GitLab with one project.
pub struct GitLab {
    pipelines: Vec<(u64, &'static str, Value)>,
    jobs: usize,
}

fn gitlab() -> Server<GitLab> {
    Server::start(GitLab {
        pipelines: Vec::new(),
        jobs: 3,
    })
}

fn shown(pipeline: &(u64, &'static str, Value)) -> Value {
    json!({"id": pipeline.0, "iid": 1, "project_id": 278_964, "status": pipeline.1, "source": "api", "ref": "main",
        "web_url": format!("https://gitlab.example.org/acme/shop/-/pipelines/{}", pipeline.0)})
}

/// A page of a list, with the header that says whether there are more.
fn paged(all: &[Value], request: &Request) -> Response {
    let number = |name: &str| request.query(name).parse::<usize>().unwrap();
    let (page, size) = (number("page"), number("per_page"));
    let here: Vec<_> = all.iter().skip((page - 1) * size).take(size).collect();
    let next = if page * size < all.len() {
        (page + 1).to_string()
    } else {
        String::new()
    };
    json(200, &json!(here)).with("x-next-page", next)
}

impl GitLab {
    fn run(&mut self, body: &Value) -> Response {
        if body["ref"] != "main" {
            return json(400, &json!({"message": {"base": ["Reference not found"]}}));
        }
        let id = 46 + self.pipelines.len() as u64;
        self.pipelines
            .push((id, "created", body["variables"].clone()));
        json(201, &shown(self.pipelines.last().unwrap()))
    }

    fn one(&mut self, id: u64, what: &[&str], request: &Request) -> Response {
        let Some(pipeline) = self.pipelines.iter_mut().find(|one| one.0 == id) else {
            return json(404, &json!({"message": "404 Pipeline Not Found"}));
        };
        match what {
            [] => json(200, &shown(pipeline)),
            ["variables"] => json(200, &pipeline.2),
            ["cancel"] => {
                pipeline.1 = "canceled";
                json(200, &shown(pipeline))
            }
            _ => {
                let job = |at| {
                    json!({"id": at, "name": format!("job {at}"), "stage": "test", "status": "failed",
                    "started_at": "2026-11-28T20:00:00.000Z", "finished_at": "2026-11-28T20:00:02.500Z", "web_url": "https://gitlab.example.org/j"})
                };
                paged(&(0..self.jobs).map(job).collect::<Vec<_>>(), request)
            }
        }
    }
}

impl Fake for GitLab {
    fn answer(&mut self, request: &Request) -> Response {
        if request.header("private-token") != SECRET {
            return json(401, &json!({"message": "401 Unauthorized"}));
        }
        // The slash of the path of the project is encoded, and stays one part.
        let Some(path) = request.path.strip_prefix("/api/v4/projects/acme/shop/") else {
            return json(404, &json!({"message": "404 Project Not Found"}));
        };
        match (
            request.method.as_str(),
            path.split('/').collect::<Vec<_>>().as_slice(),
        ) {
            ("POST", ["pipeline"]) => self.run(&request.json()),
            ("GET", ["pipelines"]) => {
                assert_eq!(
                    (request.query("source"), request.query("ref")),
                    ("api", "main")
                );
                assert_eq!(
                    (request.query("order_by"), request.query("sort")),
                    ("id", "asc")
                );
                let all: Vec<_> = self.pipelines.iter().map(shown).collect();
                paged(&all, request)
            }
            (_, ["pipelines", id, what @ ..]) => self.one(id.parse().unwrap(), what, request),
            _ => json(404, &json!({"message": "404 Not Found"})),
        }
    }
}

fn opened(server: &Server<GitLab>) -> (Opened, Order) {
    let url = format!("{}/api/v4/", server.url);
    (
        open(System::GitLabCi, &url),
        order("deploy/scan 1", "scan", "acme/shop", "main"),
    )
}

#[test]
fn a_pipeline_is_started_followed_and_stopped() {
    let server = gitlab();
    let (opened, order) = opened(&server);
    let started = opened.jobs.start(&order).unwrap().unwrap();
    assert_eq!(started.id, "acme/shop#46");
    assert!(started.url.as_deref().unwrap().ends_with("/pipelines/46"));
    let variables = json!([
        {"key": "region", "value": "eu-central-1 & \"more\""},
        {"key": "HOLDPOINT_KEY", "value": order.marker()},
        {"key": "HOLDPOINT_JOB", "value": "scan"},
    ]);
    assert_eq!(server.fake().pipelines[0].2, variables);
    let look = || opened.jobs.look(&started.id).unwrap().unwrap();
    for (status, state) in [
        ("created", State::Queued),
        ("waiting_for_resource", State::Queued),
        ("pending", State::Queued),
        ("running", State::Running),
        ("manual", State::Running),
        ("canceling", State::Running),
        ("success", State::Ended(Outcome::Succeeded)),
        ("failed", State::Ended(Outcome::Failed)),
        ("skipped", State::Ended(Outcome::Skipped)),
    ] {
        server.fake().pipelines[0].1 = status;
        assert_eq!(look().state, state, "{status}");
    }
    opened.jobs.cancel(&started.id).unwrap();
    assert_eq!(look().state, State::Ended(Outcome::Cancelled));
    server.fake().jobs = 205;
    let parts = look().parts;
    assert_eq!(
        (parts.len(), parts[204].name.as_str()),
        (205, "test/job 204")
    );
    assert_eq!(parts[0].ended.unwrap() - parts[0].started.unwrap(), 2_500);
    assert_eq!(parts[0].state, State::Ended(Outcome::Failed));
}

#[test]
fn a_pipeline_is_found_by_its_variable() {
    let server = gitlab();
    let (opened, mine) = opened(&server);
    let other = order("another", "scan", "acme/shop", "main");
    for _ in 0..120 {
        opened.jobs.start(&other).unwrap();
    }
    assert_eq!(opened.jobs.find(&mine), Ok(None));
    server.fault(Fault::Cut("POST /api/v4/projects/acme/shop/pipeline"));
    assert!(opened.jobs.start(&mine).unwrap_err().may_have_been_done());
    assert_eq!(
        opened.jobs.find(&mine).unwrap().unwrap().id,
        "acme/shop#166"
    );
    assert_eq!(opened.jobs.look("acme/shop#999"), Ok(None));
    assert_eq!(server.fake().pipelines.len(), 121);
}

#[test]
fn too_many_to_look_through_is_no_answer() {
    let server = gitlab();
    let (opened, mine) = opened(&server);
    server.fake().pipelines = (0..300).map(|id| (id + 1, "success", json!([]))).collect();
    assert!(opened.jobs.find(&mine).unwrap_err().may_have_been_done());
}

#[test]
fn a_no_says_what_to_do() {
    let server = gitlab();
    let (opened, order) = opened(&server);
    let said = opened
        .jobs
        .start(&Order {
            reference: "none".to_owned(),
            ..order.clone()
        })
        .unwrap_err();
    assert_eq!(
        said.to_string(),
        "GitLab CI says no (400: {\"base\":[\"Reference not found\"]}); name a branch or tag that has a pipeline for \
         `$CI_PIPELINE_SOURCE == \"api\"`, and let the token set pipeline variables"
    );
    server.fault(Fault::Instead(
        "variables",
        json(403, &json!({"message": "403 Forbidden"})),
    ));
    opened.jobs.start(&order).unwrap();
    // Whoever may not see the variables cannot say that there is none.
    assert!(
        opened
            .jobs
            .find(&order)
            .unwrap_err()
            .to_string()
            .contains("the role Maintainer")
    );
    server.fault(Fault::Instead(
        "POST",
        empty(307).with("location", "https://evil.example/"),
    ));
    let said = opened.jobs.start(&order).unwrap_err();
    assert!(said.to_string().contains("it has moved"), "{said}");
}
