//! An event is read or refused; what is read is written, in both modes, so that it is read as it was.

use holdpoint_hooks::cdevents::{Event, Mode, read};
use holdpoint_hooks::{Genuine, Headers};
use serde_json::Value;

pub(crate) fn run(bytes: &[u8]) {
    let body = Genuine::vouched(bytes);
    let structured = Headers::of(&[("content-type", "application/cloudevents+json")]);
    if let Ok(event) = read(&structured, body) {
        check(&event);
    }
    // The headers that fit, so that not all of them are refused.
    let parsed: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let text = |pointer: &str| {
        parsed
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let headers = Headers::of(&[
        ("content-type", "application/json"),
        ("ce-specversion", "1.0"),
        ("ce-id", text("/context/id")),
        ("ce-source", text("/context/source")),
        ("ce-type", text("/context/type")),
    ]);
    if let Ok(event) = read(&headers, body) {
        check(&event);
    }
}

fn check(event: &Event) {
    for mode in [Mode::Structured, Mode::Binary] {
        let message = event.message(mode).expect("it was read");
        let again = read(&message.headers(), Genuine::vouched(&message.body));
        assert_eq!(again.as_ref(), Ok(event));
    }
}
