//! Jenkins.

use std::collections::BTreeMap;

use base64::Engine as _;
use holdpoint_workflows::{Order, Outcome, State, System, Trouble};
use serde_json::{Value, json};

use crate::server::{Fake, Fault, Request, Response, Server, empty, json};
use crate::world::{NOW, Opened, SECRET, open, order};

/// What was ordered: an item of the queue, a build, or both for a while.
struct Thing {
    item: u64,
    queued: bool,
    cancelled: bool,
    build: Option<u64>,
    building: bool,
    result: Option<&'static str>,
    parameters: BTreeMap<String, String>,
}

/// Jenkins with one job in a folder.
pub struct Jenkins {
    things: Vec<Thing>,
    declares: Vec<&'static str>,
    /// Whether it wants a crumb.
    crumbs: bool,
    stages: bool,
}

fn jenkins() -> Server<Jenkins> {
    Server::start(Jenkins {
        things: Vec::new(),
        declares: vec!["region", "HOLDPOINT_KEY"],
        crumbs: false,
        stages: true,
    })
}

fn page() -> Response {
    let body = "<html><head><title>Error 404 Not Found</title></head></html>".to_owned();
    Response {
        status: 404,
        headers: Vec::new(),
        body,
    }
}

impl Jenkins {
    fn order(&mut self, request: &Request) -> Response {
        // What is not declared is dropped, without a word.
        let declared = |name: &String| self.declares.contains(&name.as_str());
        let parameters = request
            .form()
            .into_iter()
            .filter(|(name, _)| declared(name))
            .collect();
        let item = 40 + self.things.len() as u64;
        self.things.push(Thing {
            item,
            queued: true,
            cancelled: false,
            build: None,
            building: false,
            result: None,
            parameters,
        });
        // Where it thinks to be is not where it was asked.
        empty(201).with(
            "location",
            format!("https://ci.internal/jenkins/queue/item/{item}/"),
        )
    }

    fn item(&self, number: u64) -> Response {
        match self.things.iter().find(|one| one.item == number) {
            Some(one) => {
                let executable = one
                    .build
                    .map(|build| json!({"number": build, "url": "https://ci.internal/b"}));
                json(
                    200,
                    &json!({"id": number, "cancelled": one.cancelled, "why": "In the quiet period", "executable": executable}),
                )
            }
            None => page(),
        }
    }

    fn build(&self, number: u64) -> Response {
        match self.things.iter().find(|one| one.build == Some(number)) {
            Some(one) => json(
                200,
                &json!({"number": number, "url": format!("https://ci.internal/job/shop/job/deploy/{number}/"),
                "building": one.building, "result": one.result, "timestamp": NOW, "duration": 1}),
            ),
            None => page(),
        }
    }

    fn job(&self, tree: &str) -> Response {
        if tree.starts_with("property") {
            let definitions: Vec<_> = self
                .declares
                .iter()
                .map(|name| json!({"name": name}))
                .collect();
            return json(
                200,
                &json!({"property": [{}, {"parameterDefinitions": definitions}]}),
            );
        }
        let (_, range) = tree.rsplit_once('{').unwrap();
        let (from, to) = range.trim_end_matches('}').split_once(',').unwrap();
        let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
        let built = self.things.iter().rev().filter(|one| one.build.is_some());
        let all: Vec<_> = built.skip(from).take(to - from)
            .map(|one| json!({"number": one.build, "url": "https://ci.internal/b", "timestamp": NOW, "actions": actions(one)}))
            .collect();
        json(200, &json!({"allBuilds": all}))
    }

    fn post(&mut self, request: &Request, path: &[&str]) -> Response {
        let crumbed = request.header("jenkins-crumb") == "c-1"
            && request.header("cookie") == "JSESSIONID.1=s; other=x";
        if self.crumbs && !crumbed {
            let body = "<html><head><title>Error 403 No valid crumb was included in the request</title></head></html>".to_owned();
            return Response {
                status: 403,
                headers: Vec::new(),
                body,
            };
        }
        match path {
            ["job", "shop", "job", "deploy", "buildWithParameters"] => self.order(request),
            ["queue", "cancelItem"] => {
                for one in &mut self.things {
                    if one.queued && one.item.to_string() == request.query("id") {
                        (one.queued, one.cancelled) = (false, true);
                    }
                }
                empty(302).with("location", "/queue/")
            }
            ["job", "shop", "job", "deploy", number, "stop"] => {
                let build = number.parse().ok();
                for one in self.things.iter_mut().filter(|one| one.build == build) {
                    (one.building, one.result) = (false, Some("ABORTED"));
                }
                empty(302).with("location", ".")
            }
            _ => page(),
        }
    }
}

fn actions(of: &Thing) -> Value {
    let parameters: Vec<_> = of
        .parameters
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    json!([{}, {"parameters": parameters}, {"causes": []}])
}

impl Fake for Jenkins {
    fn answer(&mut self, request: &Request) -> Response {
        let user = base64::engine::general_purpose::STANDARD.encode(format!("robot:{SECRET}"));
        if request.header("authorization") != format!("Basic {user}") {
            return Response {
                status: 401,
                headers: Vec::new(),
                body: "<html><title>Error 401 Unauthorized</title></html>".to_owned(),
            };
        }
        let path: Vec<_> = request.path.trim_matches('/').split('/').collect();
        if request.method == "POST" {
            return self.post(request, &path);
        }
        match path.as_slice() {
            ["crumbIssuer", "api", "json"] => json(
                200,
                &json!({"crumb": "c-1", "crumbRequestField": "Jenkins-Crumb"}),
            )
            .with("set-cookie", "JSESSIONID.1=s; Path=/; HttpOnly")
            .with("set-cookie", "other=x"),
            ["queue", "api", "json"] => {
                let items: Vec<_> = self
                    .things
                    .iter()
                    .filter(|one| one.queued)
                    .map(|one| json!({"id": one.item, "actions": actions(one)}))
                    .collect();
                json(200, &json!({"items": items}))
            }
            ["queue", "item", number, "api", "json"] => self.item(number.parse().unwrap()),
            ["job", "shop", "job", "deploy", "api", "json"] => self.job(request.query("tree")),
            ["job", "shop", "job", "deploy", number, "api", "json"] => {
                self.build(number.parse().unwrap())
            }
            ["job", "shop", "job", "deploy", _, "wfapi", "describe"] if self.stages => json(
                200,
                &json!({"stages": [
                    {"name": "Build", "status": "SUCCESS", "startTimeMillis": 1_000, "durationMillis": 500},
                    {"name": "Deploy", "status": "IN_PROGRESS", "startTimeMillis": 2_000, "durationMillis": 5},
                ]}),
            ),
            ["job", "shop", "job", "deploy", "7", "consoleText"] => {
                let body = "a line of the log\n".repeat(10_000);
                Response {
                    status: 200,
                    headers: Vec::new(),
                    body,
                }
            }
            _ => page(),
        }
    }
}

fn opened(server: &Server<Jenkins>) -> (Opened, Order) {
    (
        open(System::Jenkins, &server.url),
        order("deploy/scan 1", "shop/deploy", "", ""),
    )
}

#[test]
fn an_item_becomes_a_build_that_is_followed_and_stopped() {
    let server = jenkins();
    let (opened, order) = opened(&server);
    let started = opened.jobs.start(&order).unwrap().unwrap();
    assert_eq!(
        (started.id.as_str(), started.url.clone()),
        (
            "shop/deploy@40",
            Some(format!("{}/queue/item/40/", server.url))
        )
    );
    let parameters = server.fake().things[0].parameters.clone();
    assert_eq!(parameters["region"], "eu-central-1 & \"more\"");
    assert_eq!(parameters["HOLDPOINT_KEY"], order.marker());
    assert_eq!(opened.jobs.find(&order), Ok(Some(started.clone())));
    let waiting = opened.jobs.look(&started.id).unwrap().unwrap();
    assert_eq!(
        (waiting.state, waiting.job.id.as_str()),
        (State::Queued, "shop/deploy@40")
    );
    {
        let mut fake = server.fake();
        (
            fake.things[0].queued,
            fake.things[0].build,
            fake.things[0].building,
        ) = (false, Some(7), true);
    }
    let running = opened.jobs.look(&started.id).unwrap().unwrap();
    assert_eq!(
        (running.state, running.job.id.as_str()),
        (State::Running, "shop/deploy#7")
    );
    let parts: Vec<_> = running
        .parts
        .iter()
        .map(|part| (part.name.as_str(), part.state, part.started, part.ended))
        .collect();
    assert_eq!(
        parts,
        [
            (
                "Build",
                State::Ended(Outcome::Succeeded),
                Some(1_000),
                Some(1_500)
            ),
            ("Deploy", State::Running, Some(2_000), None),
        ]
    );
    assert_eq!(
        opened.jobs.find(&order).unwrap().unwrap().id,
        "shop/deploy#7"
    );
    // By the name that it had: what began meanwhile is stopped all the same.
    opened.jobs.cancel(&started.id).unwrap();
    assert_eq!(
        opened.jobs.look("shop/deploy#7").unwrap().unwrap().state,
        State::Ended(Outcome::Cancelled)
    );
}

#[test]
fn an_item_that_is_taken_out_of_the_queue_never_runs() {
    let server = jenkins();
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    opened.jobs.cancel(&id).unwrap();
    assert_eq!(
        opened.jobs.look(&id).unwrap().unwrap().state,
        State::Ended(Outcome::Cancelled)
    );
    // After some minutes nobody knows of it.
    server.fake().things.clear();
    assert_eq!(opened.jobs.look(&id), Ok(None));
    opened.jobs.cancel(&id).unwrap();
}

#[test]
fn each_result_is_an_outcome() {
    let server = jenkins();
    server.fake().stages = false;
    let (opened, order) = opened(&server);
    opened.jobs.start(&order).unwrap();
    server.fake().things[0].build = Some(7);
    let look = || opened.jobs.look("shop/deploy#7").unwrap().unwrap();
    for (result, state) in [
        (Some("SUCCESS"), State::Ended(Outcome::Succeeded)),
        (Some("UNSTABLE"), State::Ended(Outcome::Failed)),
        (Some("FAILURE"), State::Ended(Outcome::Failed)),
        (Some("ABORTED"), State::Ended(Outcome::Cancelled)),
        (Some("NOT_BUILT"), State::Ended(Outcome::Skipped)),
        (None, State::Running),
    ] {
        server.fake().things[0].result = result;
        assert_eq!(look().state, state, "{result:?}");
    }
    assert_eq!(look().parts, []);
}

#[test]
fn a_job_that_would_not_be_found_again_is_not_started() {
    let server = jenkins();
    server.fake().declares = vec!["region"];
    let (opened, order) = opened(&server);
    let said = opened.jobs.start(&order).unwrap_err();
    assert_eq!(
        said.to_string(),
        "the job `shop/deploy` of Jenkins has no parameter `HOLDPOINT_KEY`; declare it as a string parameter, so that a build is found again"
    );
    assert_eq!(server.asked("POST"), 0);
}

#[test]
fn a_crumb_is_brought_if_it_is_wanted() {
    let server = jenkins();
    server.fake().crumbs = true;
    let (opened, order) = opened(&server);
    let id = opened.jobs.start(&order).unwrap().unwrap().id;
    assert_eq!((server.asked("POST"), server.fake().things.len()), (2, 1));
    opened.jobs.cancel(&id).unwrap();
    assert!(server.fake().things[0].cancelled);
}

#[test]
fn a_build_is_found_among_many() {
    let server = jenkins();
    let (opened, mine) = opened(&server);
    let other = order("another", "shop/deploy", "", "");
    server.fault(Fault::Cut("buildWithParameters"));
    assert!(opened.jobs.start(&mine).unwrap_err().may_have_been_done());
    for _ in 0..150 {
        opened.jobs.start(&other).unwrap();
    }
    for (at, thing) in server.fake().things.iter_mut().enumerate() {
        (thing.queued, thing.build) = (false, Some(at as u64 + 1));
    }
    assert_eq!(
        opened.jobs.find(&mine).unwrap().unwrap().id,
        "shop/deploy#1"
    );
    assert_eq!(
        opened.jobs.find(&order("third", "shop/deploy", "", "")),
        Ok(None)
    );
}

#[test]
fn the_end_of_a_log_is_shown() {
    let server = jenkins();
    let (opened, _) = opened(&server);
    let log = opened.jobs.log("shop/deploy#7").unwrap().unwrap();
    assert!(
        log.starts_with("a line of the log\n") && log.len() <= 65_536 && log.len() > 65_000,
        "{}",
        log.len()
    );
    assert_eq!(opened.jobs.log("shop/deploy#8"), Ok(None));
    assert_eq!(opened.jobs.log("shop/deploy@8"), Ok(None));
}

#[test]
fn whom_it_does_not_know_it_leads_to_where_people_log_in() {
    let server = jenkins();
    let (opened, order) = opened(&server);
    server.fault(Fault::Instead(
        "buildWithParameters",
        empty(302).with("location", "/securityRealm/login?from=x"),
    ));
    let said = opened.jobs.start(&order).unwrap_err();
    assert!(matches!(said, Trouble::Unknown { .. }), "{said}");
    let nothing = Order {
        job: "shop//deploy".to_owned(),
        ..order
    };
    assert!(
        opened
            .jobs
            .start(&nothing)
            .unwrap_err()
            .to_string()
            .contains("write its name with its folders")
    );
}
