//! What jobs say of their end.

use holdpoint_hooks::outcome::{Ended, Outcome, read};
use holdpoint_hooks::{At, Genuine};

use crate::{places, said};

fn ended(text: &str) -> Result<Ended, holdpoint_hooks::Mistakes> {
    read(Genuine::vouched(text.as_bytes()))
}

#[test]
fn an_end_is_read() {
    let text = r#"{"step": "test/scan[os=linux]", "outcome": "failed", "url": "https://ci.example.org/1"}"#;
    let read = ended(text).unwrap();
    assert_eq!(read.step, "test/scan[os=linux]");
    assert_eq!(
        (read.outcome, read.url.as_deref()),
        (Outcome::Failed, Some("https://ci.example.org/1"))
    );
    assert_eq!(
        ended(r#"{"step":"a","outcome":"skipped"}"#).unwrap().url,
        None
    );
}

#[test]
fn all_mistakes_are_said_at_once() {
    let text = r#"{"step": "", "outcome": "success", "url": "ftp://x", "result": 1}"#;
    let mistakes = ended(text).unwrap_err();
    assert_eq!(places(&mistakes), ["/result", "/step", "/outcome", "/url"]);
    let all = said(&mistakes);
    assert!(
        all[0].ends_with(
            "expected `step`, `outcome` or `url`, found `result`; leave it out, or mend its name"
        ),
        "{all:?}"
    );
    assert!(
        all[2].contains("found `success`; write one of the four words"),
        "{all:?}"
    );
    assert_eq!(places(&ended("[]").unwrap_err()), ["the body"]);
    assert_eq!(places(&ended("{}").unwrap_err()), ["/step", "/outcome"]);
}

#[test]
fn nothing_is_written_that_would_not_be_read() {
    let bad = Ended {
        step: "a\nb".to_owned(),
        outcome: Outcome::Failed,
        url: Some("x".to_owned()),
    };
    let mistakes = bad.write().unwrap_err();
    let at: Vec<_> = mistakes.all().iter().map(|one| one.at.clone()).collect();
    assert_eq!(at, [At::Given("step"), At::Given("url")]);
}
