//! Systems that want rest, are ill, are not there, or say too much.

use holdpoint_workflows::{Address, Jobs, Order, Patience, System, Token, Trouble};
use serde_json::json;

use crate::server::{Fake, Fault, Request, Response, Server, empty, json};
use crate::world::{NOW, SECRET, address, open, open_with, order};

const ALL: [System; 4] = [
    System::GitHubActions,
    System::GitLabCi,
    System::Jenkins,
    System::ArgoWorkflows,
];

/// A system that always answers the same.
struct Says(Response);

impl Fake for Says {
    fn answer(&mut self, _: &Request) -> Response {
        self.0.clone()
    }
}

fn ordered(system: System) -> Order {
    match system {
        System::Jenkins => order("k", "shop/deploy", "", ""),
        _ => order("k", "deploy", "acme/shop", "main"),
    }
}

/// The name of a job as that system has it.
fn id(system: System) -> &'static str {
    match system {
        System::ArgoWorkflows => "ci#hp-1",
        _ => "acme/shop#1",
    }
}

fn everything(jobs: &dyn Jobs, system: System) -> Vec<Trouble> {
    let order = ordered(system);
    let all = [
        jobs.start(&order).err(),
        jobs.find(&order).err(),
        jobs.look(id(system)).err(),
        jobs.cancel(id(system)).err(),
    ];
    all.into_iter().flatten().collect()
}

#[test]
fn a_token_that_is_not_known_is_said_and_not_shown() {
    for system in ALL {
        let token = address(system, "http://127.0.0.1:1", SECRET);
        assert!(!format!("{token:?}").contains(SECRET));
        // It repeats what it was sent, as some do.
        let body = json!({"message": format!("bad credentials {SECRET}"), "error": SECRET});
        let server = Server::start(Says(json(401, &body)));
        let opened = open(system, &server.url);
        let said = everything(opened.jobs.as_ref(), system);
        assert_eq!(said.len(), 4, "{system}");
        for trouble in said {
            assert!(matches!(trouble, Trouble::Unknown { .. }), "{trouble}");
            assert!(trouble.to_string().starts_with(&format!(
                "{system} does not know the token (401: bad credentials"
            )));
            assert!(
                !format!("{trouble} {trouble:?}").contains(SECRET),
                "{trouble}"
            );
        }
    }
}

#[test]
fn what_is_forbidden_says_which_right_is_missing() {
    for system in ALL {
        let server = Server::start(Says(json(403, &json!({"message": "no"}))));
        let opened = open(system, &server.url);
        for trouble in everything(opened.jobs.as_ref(), system) {
            assert!(matches!(trouble, Trouble::Forbidden { .. }), "{trouble}");
        }
    }
}

#[test]
fn what_is_not_there_is_none_when_it_is_looked_at() {
    for system in ALL {
        let server = Server::start(Says(json(404, &json!({"message": "none"}))));
        let opened = open(system, &server.url);
        assert_eq!(opened.jobs.look(id(system)), Ok(None), "{system}");
        let said = opened.jobs.start(&ordered(system)).unwrap_err();
        assert!(matches!(said, Trouble::Absent { .. }), "{said}");
    }
}

#[test]
fn a_question_has_patience() {
    let server = Server::start(Says(json(404, &json!({}))));
    let opened = open(System::GitHubActions, &server.url);
    let reset = (NOW / 1_000 + 30).to_string();
    server.fault(Fault::Instead("GET", empty(429).with("retry-after", "7")));
    server.fault(Fault::Instead(
        "GET",
        empty(403)
            .with("x-ratelimit-remaining", "0")
            .with("x-ratelimit-reset", reset),
    ));
    server.fault(Fault::Instead(
        "GET",
        json(
            403,
            &json!({"message": "You have exceeded a secondary rate limit"}),
        ),
    ));
    assert_eq!(opened.jobs.look("acme/shop#1"), Ok(None));
    // As it says; until the moment that it names; as long as such limits last at least.
    assert_eq!(opened.rests(), [7, 31, 60]);
    server.fault(Fault::Instead("GET", empty(503)));
    server.fault(Fault::Cut("GET"));
    assert_eq!(opened.jobs.look("acme/shop#1"), Ok(None));
    assert_eq!(opened.rests(), [7, 31, 60, 1, 2]);
}

#[test]
fn but_not_for_longer_than_anybody_waits() {
    let server = Server::start(Says(empty(429).with("retry-after", "3600")));
    for system in ALL {
        let opened = open(system, &server.url);
        let said = opened.jobs.look(id(system)).unwrap_err();
        assert_eq!(
            said,
            Trouble::Limited {
                system,
                seconds: 3_600
            }
        );
        assert!(opened.rests().is_empty());
    }
    let ill = Server::start(Says(empty(500)));
    let opened = open(System::GitLabCi, &ill.url);
    let said = opened.jobs.look("acme/shop#1").unwrap_err();
    assert!(
        matches!(&said, Trouble::Unreachable { why, .. } if why == "it answers 500"),
        "{said}"
    );
    assert_eq!((opened.rests(), ill.asked("GET")), (vec![1, 2, 4], 4));
}

#[test]
fn an_order_is_sent_once_and_at_once() {
    for system in ALL.into_iter().filter(|system| *system != System::Jenkins) {
        for (response, done) in [
            (empty(429).with("retry-after", "5"), false),
            (empty(503).with("retry-after", "5"), true),
            (empty(500), true),
            (empty(408), true),
        ] {
            let server = Server::start(Says(response));
            let opened = open(system, &server.url);
            let said = opened.jobs.start(&ordered(system)).unwrap_err();
            assert_eq!(said.may_have_been_done(), done, "{system}: {said}");
            assert!(said.passes());
            assert_eq!((server.asked("POST"), opened.rests().len()), (1, 0));
        }
    }
}

#[test]
fn an_answer_that_is_too_long_or_none_is_no_answer() {
    let long = Response {
        status: 200,
        headers: Vec::new(),
        body: "a".repeat((16 << 20) + 1),
    };
    let garbage = Response {
        status: 200,
        headers: Vec::new(),
        body: "<html>".to_owned(),
    };
    for (response, systems) in [(long, &ALL[..1]), (garbage, &ALL[..])] {
        let server = Server::start(Says(response));
        for system in systems {
            let opened = open(*system, &server.url);
            let said = opened.jobs.look(id(*system)).unwrap_err();
            assert!(matches!(said, Trouble::Unsure { .. }), "{system}: {said}");
        }
    }
}

#[test]
fn a_system_that_is_not_there_was_sent_nothing() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for system in ALL {
        let opened = open(system, &format!("http://{free}"));
        let said = opened.jobs.start(&ordered(system)).unwrap_err();
        assert!(matches!(said, Trouble::Unreachable { .. }), "{said}");
        assert!(!said.may_have_been_done() && said.passes());
        assert!(opened.rests().is_empty());
    }
}

#[test]
fn nobody_is_followed_to_another_place() {
    let other = Server::start(Says(json(200, &json!({}))));
    let server = Server::start(Says(empty(302).with("location", other.url.clone())));
    for system in ALL {
        let opened = open(system, &server.url);
        assert!(opened.jobs.look(id(system)).is_err());
    }
    assert_eq!(other.asked(""), 0);
}

#[test]
fn an_address_and_a_token_are_some_or_none() {
    assert!(Token::new(" \n").is_none());
    let patience = Patience {
        clock: std::sync::Arc::new(holdpoint_ports::ManualClock::at(0)),
        rest: std::sync::Arc::new(|_| ()),
        most: 0,
    };
    let no = |api: &str, token: &str| {
        let address: Address = address(System::Jenkins, api, token);
        address
            .open(&patience)
            .err()
            .map(|trouble| trouble.to_string())
    };
    for api in [
        "",
        "jenkins.example.org",
        "file:///etc",
        "https://user:s3cret@jenkins.example.org",
        "https://a/?b",
        "https://a/#b",
    ] {
        let said = no(api, "robot:t").unwrap();
        assert!(
            said.contains("write it as `https://jenkins.example.org`") && !said.contains("s3cret"),
            "{api}"
        );
    }
    assert_eq!(no("https://jenkins.example.org/base/", "robot:t"), None);
    let address = address(System::GitLabCi, "https://gitlab.example.org", "a\u{1}b");
    let said = address.open(&patience).err().unwrap();
    assert!(
        said.to_string().contains("signs that no header carries"),
        "{said}"
    );
}

#[test]
fn a_marker_is_the_same_for_the_same_key_alone() {
    let marker = |key: &str| order(key, "j", "r", "b").marker();
    // The beginning of the SHA-256 of `abc` (FIPS 180-4).
    assert_eq!(marker("abc"), "hp-ba7816bf8f01cfea414140de5dae2223b00361a3");
    assert_ne!(marker("abc"), marker("abd"));
    let _ = open_with(&address(
        System::GitHubActions,
        "https://api.github.com/",
        "t",
    ));
}
