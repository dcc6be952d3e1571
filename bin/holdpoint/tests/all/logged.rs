//! What a server says of itself, to programs: fields of stable names, and nothing that somebody typed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use serde_json::Value;

use crate::world::{Person, World};

/// What is planted wherever somebody could type something.
const PLANTED: &str = "zzyzx";

fn exchange(url: &str, request: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{request}").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Everything that a server has said, once it has heard these requests; and what it answered.
fn said(world: &World, requests: &[String]) -> (Vec<Value>, Vec<String>) {
    let line = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--log-format",
        "json",
        "--log-level",
        "info",
    ];
    let mut child = world.start(&line);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut all = Vec::new();
    let url = loop {
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let message = line["message"].as_str().unwrap().to_owned();
        all.push(line);
        if let Some(url) = message.strip_prefix("listening on ") {
            break url.to_owned();
        }
    };
    let answers = requests
        .iter()
        .map(|request| exchange(&url, request))
        .collect();
    // A person with a name and a mail address, over the socket.
    let mail = format!("{PLANTED}@example.org");
    let hired = [
        "person",
        "add",
        PLANTED,
        "--name",
        "Zzyzx Zzyzx",
        "--mail",
        &mail,
    ];
    world.run(&Person::default(), &hired).ok();
    let stop = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(stop.unwrap().success());
    for line in lines {
        all.push(serde_json::from_str(&line.unwrap()).unwrap());
    }
    assert!(child.wait().unwrap().success());
    (all, answers)
}

#[test]
fn a_log_tells_what_happened_and_nothing_that_somebody_typed() {
    let (world, admin) = (World::new(), Person::default());
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let bearer = format!("Authorization: Bearer {}", rita.bearer());
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let body = format!("handle={PLANTED}&password={PLANTED}");
    let requests = [
        format!(
            "GET /api/v1/query/person.show?person={PLANTED}@example.org HTTP/1.0\r\n{bearer}\r\n\
             traceparent: 00-{trace}-00f067aa0ba902b7-01\r\nUser-Agent: {PLANTED}\r\nX-Request-Id: {PLANTED}\r\n\r\n"
        ),
        format!("GET /{PLANTED}/{PLANTED}?{PLANTED} HTTP/1.0\r\ntraceparent: {PLANTED}\r\n\r\n"),
        format!(
            "ZZYZX / HTTP/1.0\r\nAuthorization: Bearer {PLANTED}\r\nCookie: session={PLANTED}\r\n\r\n"
        ),
        format!(
            "POST /login HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    ];
    let (lines, answers) = said(&world, &requests);

    let all = Value::from(lines.clone()).to_string().to_lowercase();
    assert!(!all.contains(PLANTED), "{all}");
    assert!(!all.contains(&rita.bearer().to_lowercase()), "{all}");
    for line in &lines {
        for field in ["time", "level", "event", "message"] {
            assert!(line[field].is_string(), "{line}");
        }
    }
    let events: Vec<_> = lines
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(events.first(), Some(&"server.listening"));
    assert_eq!(events.last(), Some(&"server.stopped"));
    let of_requests: Vec<_> = lines
        .iter()
        .filter(|line| line["event"] == "http.request")
        .collect();
    assert!(of_requests.len() >= requests.len(), "{all}");
    for line in &of_requests {
        assert!(
            line["duration_ms"].is_number() && line["status"].is_number(),
            "{line}"
        );
        assert!(
            line["method"].is_string() && line["route"].is_string(),
            "{line}"
        );
    }
    let first = of_requests
        .iter()
        .find(|line| line["trace_id"] == trace)
        .unwrap();
    assert_eq!(first["route"], "query");
    let id = first["request_id"].as_str().unwrap();
    let header = format!("x-request-id: {id}");
    assert!(
        answers[0].to_lowercase().contains(&header),
        "{}",
        answers[0]
    );
    let odd = of_requests.iter().find(|line| line["method"] == "_OTHER");
    assert!(odd.is_some(), "{all}");
}
