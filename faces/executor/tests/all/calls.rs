//! Calls by HTTP.

use std::collections::BTreeMap;

use holdpoint_domain::pipeline::{Http, Needs, SecretPlace, Work};
use holdpoint_engine::{Executor as _, Found, Task};

use crate::world::{of, result, server, with, world};

fn call(key: u64, url: &str, change: impl FnOnce(&mut Http)) -> Task {
    let mut call = Http {
        url: url.to_owned(),
        method: "GET".to_owned(),
        headers: BTreeMap::new(),
        body: None,
        expect: Vec::new(),
        bearer: None,
    };
    change(&mut call);
    of(key, Work::Http(call), Needs::default(), Vec::new())
}

#[test]
fn a_call_is_good_if_its_answer_is_one_that_is_expected() {
    let world = world();
    let (address, asked) = server(vec![
        (200, "{\"up\":true}".to_owned()),
        (503, "no".to_owned()),
        (503, "no".to_owned()),
    ]);
    let good = world.done(&call(1, &format!("{address}/health"), |_| {}));
    assert!(good.success());
    assert!(
        world.log(&good).ends_with("! {\"up\":true}\n"),
        "{}",
        world.log(&good)
    );
    assert!(
        asked
            .recv()
            .unwrap()
            .starts_with("GET /health HTTP/1.1\r\n")
    );
    let bad = world.done(&call(2, &address, |_| {}));
    assert_eq!(
        (bad.success(), bad.why.as_str()),
        (false, "it was answered 503 Service Unavailable")
    );
    assert!(
        world
            .done(&call(3, &address, |call| call.expect = vec![503]))
            .success()
    );
}

#[test]
fn what_it_says_arrives_with_the_key_of_the_attempt_and_the_token_is_not_shown() {
    let world = with("[secrets]\nfolders = [\"ROOM/vault\"]\n");
    let path = world.file("vault/token", "planted-token-1");
    let (address, asked) = server(vec![(
        200,
        "you sent planted-token-1, or cGxhbnRlZC10b2tlbi0x".to_owned(),
    )]);
    let told = world.done(&call(41, &address, |call| {
        call.method = "POST".to_owned();
        call.body = Some("{\"a\":1}".to_owned());
        call.headers.insert("x-shop".to_owned(), "yes".to_owned());
        call.bearer = Some(SecretPlace::File {
            path: path.display().to_string(),
        });
    }));
    assert!(told.success());
    let asked = asked.recv().unwrap();
    for part in [
        "POST / HTTP/1.1",
        "x-shop: yes",
        "authorization: Bearer planted-token-1",
        "idempotency-key: \"holdpoint-41\"",
        "{\"a\":1}",
    ] {
        assert!(asked.contains(part), "{asked}");
    }
    assert!(
        world.log(&told).contains("you sent ***, or ***"),
        "{}",
        world.log(&told)
    );
}

#[test]
fn where_nobody_answers_it_says_so() {
    let world = world();
    let told = world.done(&call(1, "http://127.0.0.1:1/", |_| {}));
    assert!(
        !told.success() && told.why.contains("error sending request"),
        "{told:?}"
    );
    let told = world.done(&call(2, "no address", |_| {}));
    assert!(!told.success() && !told.why.is_empty(), "{told:?}");
}

#[test]
fn a_call_that_may_change_something_is_not_repeated_after_a_crash() {
    let world = world();
    let (address, asked) = server(vec![(200, String::new())]);
    let task = call(7, &address, |call| call.method = "POST".to_owned());
    assert_eq!(world.hands.look_up(&task), Found::NeverBegan);
    let _never_told = world.hands.carry_out(&task);
    let _ = asked.recv().unwrap();
    let world = world.again();
    let Found::Told(told) = world.hands.look_up(&task) else {
        panic!("it would be sent again")
    };
    assert!(result(told).lost);
    let harmless = call(8, &address, |_| {});
    assert_eq!(world.hands.look_up(&harmless), Found::NeverBegan);
}
