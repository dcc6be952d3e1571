//! GitHub Actions.

use holdpoint_workflows::{Order, Outcome, State, System, Trouble};
use serde_json::{Value, json};

use crate::server::{Fake, Fault, Request, Response, Server, empty, json};
use crate::world::{NOW, Opened, SECRET, open, order};

/// A run of the one workflow.
struct Run {
    id: u64,
    title: String,
    status: &'static str,
    conclusion: Option<&'static str>,
    /// How often it is not there yet when it is asked for.
    unseen: usize,
}

/// GitHub with one repository and one workflow.
pub struct GitHub {
    runs: Vec<Run>,
    /// Whether it can say which run a dispatch has made.
    details: bool,
    /// Whether the workflow declares the input.
    declared: bool,
    /// How often a new run is not there yet.
    unseen: usize,
    jobs: usize,
    dispatched: Vec<Value>,
}

pub fn github() -> Server<GitHub> {
    Server::start(GitHub {
        runs: Vec::new(),
        details: true,
        declared: true,
        unseen: 0,
        jobs: 2,
        dispatched: Vec::new(),
    })
}

impl GitHub {
    fn dispatch(&mut self, body: &Value) -> Response {
        let mut fields = body.as_object().unwrap().clone();
        let details = fields.remove("return_run_details") == Some(true.into());
        if details && !self.details {
            let message = "Invalid request.\n\n\"return_run_details\" is not a permitted key.";
            return json(422, &json!({"message": message}));
        }
        if body["ref"] != "main" {
            return json(
                422,
                &json!({"message": format!("No ref found for: {}", body["ref"])}),
            );
        }
        if !self.declared {
            return json(
                422,
                &json!({"message": "Unexpected inputs provided: [\"holdpoint_key\"]"}),
            );
        }
        let id = 30_433_642 + self.runs.len() as u64;
        let title = format!(
            "Deploy {}",
            body["inputs"]["holdpoint_key"].as_str().unwrap()
        );
        self.dispatched.push(Value::Object(fields));
        self.runs.push(Run {
            id,
            title,
            status: "queued",
            conclusion: None,
            unseen: self.unseen,
        });
        match details {
            true => json(
                200,
                &json!({"workflow_run_id": id, "run_url": "x", "html_url": page(id)}),
            ),
            false => empty(204),
        }
    }

    fn list(&mut self, request: &Request) -> Response {
        assert_eq!(request.query("event"), "workflow_dispatch");
        assert_eq!(request.query("created"), format!(">={}", since()));
        let page: usize = request.query("page").parse().unwrap();
        let mut seen = Vec::new();
        for run in self.runs.iter_mut().rev() {
            match run.unseen {
                0 => seen.push(shown(run)),
                _ => run.unseen -= 1,
            }
        }
        let here: Vec<_> = seen.iter().skip((page - 1) * 100).take(100).collect();
        json(
            200,
            &json!({"total_count": seen.len(), "workflow_runs": here}),
        )
    }

    fn one(&mut self, id: u64) -> Response {
        match self.runs.iter_mut().find(|run| run.id == id) {
            Some(run) if run.unseen == 0 => json(200, &shown(run)),
            Some(run) => {
                run.unseen -= 1;
                json(404, &json!({"message": "Not Found"}))
            }
            None => json(404, &json!({"message": "Not Found"})),
        }
    }

    fn cancel(&mut self, id: u64) -> Response {
        let run = self.runs.iter_mut().find(|run| run.id == id).unwrap();
        if run.status == "completed" {
            return json(
                409,
                &json!({"message": "Cannot cancel a workflow run that is completed."}),
            );
        }
        (run.status, run.conclusion) = ("completed", Some("cancelled"));
        json(202, &json!({}))
    }
}

fn since() -> String {
    jiff::Timestamp::from_second((NOW - 301_000) / 1000)
        .unwrap()
        .to_string()
}

fn page(id: u64) -> String {
    format!("https://github.com/acme/shop/actions/runs/{id}")
}

fn shown(run: &Run) -> Value {
    json!({"id": run.id, "name": "Deploy", "display_title": run.title, "event": "workflow_dispatch",
        "status": run.status, "conclusion": run.conclusion, "html_url": page(run.id)})
}

impl Fake for GitHub {
    fn answer(&mut self, request: &Request) -> Response {
        if request.header("authorization") != format!("Bearer {SECRET}") {
            return json(401, &json!({"message": "Bad credentials"}));
        }
        assert_eq!(request.header("x-github-api-version"), "2022-11-28");
        let Some(path) = request.path.strip_prefix("/repos/acme/shop/actions/") else {
            return json(404, &json!({"message": "Not Found"}));
        };
        let id = |text: &str| text.parse().unwrap_or(0);
        match (
            request.method.as_str(),
            path.split('/').collect::<Vec<_>>().as_slice(),
        ) {
            ("POST", ["workflows", "deploy.yml", "dispatches"]) => self.dispatch(&request.json()),
            ("GET", ["workflows", "deploy.yml", "runs"]) => self.list(request),
            ("GET", ["runs", run]) => self.one(id(run)),
            ("POST", ["runs", run, "cancel"]) => self.cancel(id(run)),
            ("GET", ["runs", _, "jobs"]) => {
                let from = (id(request.query("page")) as usize - 1) * 100;
                let jobs: Vec<_> = (from..self.jobs.min(from + 100))
                    .map(|at| json!({"name": format!("job {at}"), "status": "completed", "conclusion": "success",
                        "started_at": "2026-11-28T20:00:00Z", "completed_at": "2026-11-28T20:01:00Z", "html_url": "https://github.com/j"}))
                    .collect();
                json(200, &json!({"total_count": self.jobs, "jobs": jobs}))
            }
            _ => json(404, &json!({"message": "Not Found"})),
        }
    }
}

fn opened(server: &Server<GitHub>) -> (Opened, Order) {
    (
        open(System::GitHubActions, &server.url),
        order("deploy/scan 1", "deploy.yml", "acme/shop", "main"),
    )
}

#[test]
fn a_run_is_started_followed_and_stopped() {
    let server = github();
    let (opened, order) = opened(&server);
    assert_eq!(opened.jobs.find(&order), Ok(None));
    let started = opened.jobs.start(&order).unwrap().unwrap();
    assert_eq!(
        (started.id.as_str(), started.url.as_deref()),
        ("acme/shop#30433642", Some(page(30_433_642).as_str()))
    );
    let sent = &server.fake().dispatched[0].clone();
    let inputs = json!({"region": "eu-central-1 & \"more\"", "holdpoint_key": order.marker()});
    assert_eq!(*sent, json!({"ref": "main", "inputs": inputs}));
    assert_eq!(opened.jobs.find(&order), Ok(Some(started.clone())));
    let state = || opened.jobs.look(&started.id).unwrap().unwrap().state;
    assert_eq!(state(), State::Queued);
    server.fake().runs[0].status = "in_progress";
    assert_eq!(state(), State::Running);
    opened.jobs.cancel(&started.id).unwrap();
    assert_eq!(state(), State::Ended(Outcome::Cancelled));
    opened.jobs.cancel(&started.id).unwrap();
    assert_eq!(state(), State::Ended(Outcome::Cancelled));
}

#[test]
fn each_conclusion_is_an_outcome() {
    let server = github();
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    for (conclusion, outcome) in [
        ("success", Outcome::Succeeded),
        ("neutral", Outcome::Succeeded),
        ("failure", Outcome::Failed),
        ("timed_out", Outcome::Failed),
        ("startup_failure", Outcome::Failed),
        ("action_required", Outcome::Failed),
        ("cancelled", Outcome::Cancelled),
        ("skipped", Outcome::Skipped),
    ] {
        let mut fake = server.fake();
        (fake.runs[0].status, fake.runs[0].conclusion) = ("completed", Some(conclusion));
        drop(fake);
        assert_eq!(
            opened.jobs.look(&id).unwrap().unwrap().state,
            State::Ended(outcome),
            "{conclusion}"
        );
    }
    for status in ["queued", "waiting", "requested", "pending"] {
        server.fake().runs[0].status = status;
        assert_eq!(
            opened.jobs.look(&id).unwrap().unwrap().state,
            State::Queued,
            "{status}"
        );
    }
}

#[test]
fn all_jobs_of_a_run_are_its_parts() {
    let server = github();
    server.fake().jobs = 130;
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    let parts = opened.jobs.look(&id).unwrap().unwrap().parts;
    assert_eq!(parts.len(), 130);
    assert_eq!(parts[129].name, "job 129");
    assert_eq!(parts[0].ended.unwrap() - parts[0].started.unwrap(), 60_000);
}

#[test]
fn a_server_that_does_not_say_which_run_is_asked_for_it() {
    let server = github();
    server.fake().details = false;
    server.fake().unseen = 2;
    let (opened, order) = opened(&server);
    assert_eq!(opened.jobs.start(&order), Ok(None));
    assert_eq!(server.fake().runs.len(), 1, "the first request did nothing");
    assert_eq!(opened.jobs.find(&order), Ok(None));
    assert_eq!(opened.jobs.find(&order), Ok(None));
    let id = opened.jobs.find(&order).unwrap().unwrap().id;
    assert_eq!(id, "acme/shop#30433642");
}

#[test]
fn a_run_is_not_there_right_after_its_dispatch() {
    let server = github();
    server.fake().unseen = 1;
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    assert_eq!(opened.jobs.look(&id), Ok(None));
    assert!(opened.jobs.look(&id).unwrap().is_some());
}

#[test]
fn a_run_is_found_among_many_and_is_the_first_of_its_order() {
    let server = github();
    let (opened, mine) = opened(&server);
    let other = order("another", "deploy.yml", "acme/shop", "main");
    opened.jobs.start(&mine).unwrap();
    // Somebody started it again by hand, with the same input.
    opened.jobs.start(&mine).unwrap();
    for _ in 0..230 {
        opened.jobs.start(&other).unwrap();
    }
    assert_eq!(
        opened.jobs.find(&mine).unwrap().unwrap().id,
        "acme/shop#30433642"
    );
    assert_eq!(server.asked("/runs"), 3);
}

#[test]
fn what_may_have_been_done_is_found_and_not_done_again() {
    for fault in [
        Fault::Cut("dispatches"),
        Fault::After("dispatches", empty(502)),
    ] {
        let server = github();
        server.fault(fault);
        let (opened, order) = opened(&server);
        let said = opened.jobs.start(&order).unwrap_err();
        assert!(said.may_have_been_done(), "{said}");
        assert_eq!(
            (server.asked("dispatches"), server.fake().runs.len()),
            (1, 1)
        );
        assert!(opened.jobs.find(&order).unwrap().is_some());
        assert!(opened.rests().is_empty());
    }
}

#[test]
fn a_run_that_does_not_show_its_order_may_be_the_one() {
    let server = github();
    let (opened, order) = opened(&server);
    server.fault(Fault::Cut("dispatches"));
    assert!(opened.jobs.start(&order).is_err());
    server.fake().runs[0].title = "Deploy".to_owned();
    let said = opened.jobs.find(&order).unwrap_err();
    assert!(
        said.may_have_been_done() && said.to_string().contains("in its `run-name`"),
        "{said}"
    );
}

#[test]
fn a_no_says_what_to_do() {
    let server = github();
    let (opened, order) = opened(&server);
    let with = |order: Order| opened.jobs.start(&order).unwrap_err().to_string();
    assert_eq!(
        with(Order {
            reference: "6dcb09b5".to_owned(),
            ..order.clone()
        }),
        "GitHub Actions says no (422: No ref found for: \"6dcb09b5\"); name a branch or tag, not a commit, that has the workflow with \
         `on: workflow_dispatch`; declare each input, and `holdpoint_key`, in it"
    );
    assert!(
        with(Order {
            job: "none.yml".to_owned(),
            ..order.clone()
        })
        .contains("the file of the workflow")
    );
    assert!(
        with(Order {
            repository: "shop".to_owned(),
            ..order.clone()
        })
        .contains("write `OWNER/NAME`")
    );
    assert!(
        with(Order {
            reference: String::new(),
            ..order.clone()
        })
        .contains("give the step a `ref`")
    );
    server.fake().declared = false;
    assert!(with(order.clone()).contains("Unexpected inputs provided"));
    server.fault(Fault::Instead(
        "dispatches",
        json(
            403,
            &json!({"message": "Resource not accessible by personal access token"}),
        ),
    ));
    assert!(with(order).contains("give the token the permission `Actions: write`"));
    assert_eq!(server.fake().runs.len(), 0);
}

#[test]
fn a_repository_cannot_lead_elsewhere() {
    let server = github();
    let (opened, order) = opened(&server);
    for repository in [
        "../..",
        "acme/..",
        "acme/shop/actions",
        "acme/shop?x=",
        "a/b#c",
    ] {
        let order = Order {
            repository: repository.to_owned(),
            ..order.clone()
        };
        let said = opened.jobs.start(&order).unwrap_err();
        assert!(
            matches!(said, Trouble::Absent { .. }),
            "{repository}: {said}"
        );
    }
    assert_eq!(opened.jobs.look("nonsense"), Ok(None));
    assert_eq!(opened.jobs.cancel("#"), Ok(()));
}
