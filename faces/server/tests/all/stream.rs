//! New entries as they come.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::Request;
use axum::response::Response;

use crate::world::{World, ok};

/// A stream that somebody listens to.
struct Listening {
    body: Body,
    text: String,
}

impl Listening {
    fn to(world: &World, query: &str, last: Option<u64>) -> Self {
        let mut request = Request::get(format!("/api/v1/entries/stream{query}"))
            .header("authorization", format!("Bearer {}", world.admin));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response: Response = world.begin(request.body(Body::empty()).unwrap());
        ok(&response);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            body: response.into_body(),
            text: String::new(),
        }
    }

    /// Listens until that was heard; false when the stream ends before.
    fn hears(&mut self, world: &World, text: &str) -> bool {
        world.runtime.block_on(async {
            while !self.text.contains(text) {
                let mut body = std::pin::Pin::new(&mut self.body);
                let next = std::future::poll_fn(|context| body.as_mut().poll_frame(context));
                let next = tokio::time::timeout(Duration::from_secs(20), next).await;
                match next.expect("it was to be heard") {
                    None => return false,
                    Some(frame) => {
                        let data = frame.unwrap().into_data().unwrap();
                        self.text.push_str(std::str::from_utf8(&data).unwrap());
                    }
                }
            }
            true
        })
    }

    /// The positions that were heard.
    fn heard(&self) -> Vec<u64> {
        let ids = self
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("id: "));
        ids.map(|id| id.parse().unwrap()).collect()
    }
}

#[test]
fn entries_are_heard_from_where_one_likes_and_as_they_come() {
    let world = World::new();
    let first = world.write("bakery");
    let mut all = Listening::to(&world, "?from=0", None);
    assert!(all.hears(&world, &format!("id: {first}\n")));
    assert_eq!(all.heard(), (0..=first).collect::<Vec<_>>());
    let data = all
        .text
        .lines()
        .find_map(|line| line.strip_prefix("data: "));
    let entry: serde_json::Value = serde_json::from_str(data.unwrap()).unwrap();
    assert_eq!(entry["specversion"], "1.0");

    let mut new = Listening::to(&world, "", None);
    let mut resumed = Listening::to(&world, "?from=0", Some(1));
    let next = world.write("brewery");
    for (stream, begin) in [(&mut all, 0), (&mut new, next), (&mut resumed, 2)] {
        assert!(stream.hears(&world, &format!("id: {next}\n")));
        assert_eq!(stream.heard(), (begin..=next).collect::<Vec<_>>());
    }
}

#[test]
fn only_what_is_wanted_is_heard() {
    let world = World::new();
    world.write("bakery");
    let mut units = Listening::to(&world, "?from=0&subject=unit%2Fbakery", None);
    let mut people = Listening::to(&world, "?from=0&type=person.", None);
    world.hire("rita", None, None);
    let brewery = world.write("brewery");
    assert!(people.hears(&world, "io.holdpoint.person.added.v1"));
    assert!(!people.text.contains("unit/"), "{}", people.text);
    assert!(units.hears(&world, "unit/bakery"));
    assert_eq!(units.heard().len(), 1);
    assert!(!units.text.contains(&format!("id: {brewery}\n")));
}

#[test]
fn a_stream_ends_when_the_server_stops() {
    let world = World::new();
    let mut stream = Listening::to(&world, "", None);
    assert!(stream.hears(&world, "retry: 2000"));
    world.stop.send(true).unwrap();
    assert!(!stream.hears(&world, "nothing more"));
}

#[test]
fn who_may_not_read_any_more_hears_no_more() {
    let world = World::new();
    let auditor = world.hire("otto", Some("auditor"), Some("2026-01-02T00:00:00Z"));
    let request = Request::get("/api/v1/entries/stream?from=0")
        .header("authorization", format!("Bearer {auditor}"));
    let response = world.begin(request.body(Body::empty()).unwrap());
    ok(&response);
    let mut stream = Listening {
        body: response.into_body(),
        text: String::new(),
    };
    assert!(stream.hears(&world, "id: 0\n"));
    world.clock.advance(2 * 24 * 60 * 60 * 1_000);
    let next = world.write("bakery");
    assert!(!stream.hears(&world, &format!("id: {next}\n")));
}
