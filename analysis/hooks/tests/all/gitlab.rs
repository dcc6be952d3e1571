//! Merge requests that wait for an external status check.

use holdpoint_hooks::gitlab::{Answer, StatusCheck, read, verify};
use holdpoint_hooks::{Genuine, Headers, Mistakes, Secret, Unsigned};
use serde_json::{Value, json};

use crate::github::SHA;
use crate::places;

pub fn payload() -> Value {
    json!({
        "object_kind": "merge_request",
        "event_type": "merge_request",
        "user": {"id": 1, "username": "root"},
        "project": {"id": 6, "name": "Shop", "path_with_namespace": "acme/shop", "web_url": "https://gitlab.example.org/acme/shop"},
        "object_attributes": {
            "id": 99, "iid": 5, "source_branch": "feature", "target_branch": "main", "state": "opened",
            "url": "https://gitlab.example.org/acme/shop/-/merge_requests/5",
            "last_commit": {"id": SHA, "message": "Mend it"},
        },
        "labels": [],
        "external_approval_rule": {"id": 3, "name": "QA", "external_url": "https://holdpoint.example.org/hooks/gitlab"},
    })
}

fn checked(payload: &Value) -> Result<StatusCheck, Mistakes> {
    read(Genuine::vouched(payload.to_string().as_bytes()))
}

#[test]
fn a_merge_request_that_waits_is_read_and_answered() {
    let check = checked(&payload()).unwrap();
    assert_eq!((check.check, check.project, check.request), (3, 6, 5));
    assert_eq!(
        (check.sha.as_str(), check.name.as_deref()),
        (SHA, Some("QA"))
    );
    assert_eq!(check.path.as_deref(), Some("acme/shop"));
    assert_eq!(
        (check.source.as_deref(), check.target.as_deref()),
        (Some("feature"), Some("main"))
    );
    assert!(check.url.as_deref().unwrap().ends_with("/merge_requests/5"));
    assert_eq!(
        check.callback(),
        "/projects/6/merge_requests/5/status_check_responses"
    );
    for (answer, word) in [
        (Answer::Passed, "passed"),
        (Answer::Failed, "failed"),
        (Answer::Pending, "pending"),
    ] {
        let body = json!({"sha": SHA, "external_status_check_id": 3, "status": word});
        assert_eq!(check.reply(answer), body);
    }
}

#[test]
fn all_mistakes_are_said_at_once() {
    let mut payload = payload();
    payload["object_kind"] = "push".into();
    payload["project"]["id"] = "6".into();
    payload["object_attributes"]["iid"] = 0.into();
    payload["object_attributes"]["last_commit"] = json!({});
    payload["object_attributes"]["url"] = "javascript:alert(1)".into();
    payload
        .as_object_mut()
        .unwrap()
        .remove("external_approval_rule");
    let mut places = places(&checked(&payload).unwrap_err());
    places.sort();
    let expected = [
        "/external_approval_rule",
        "/object_attributes/iid",
        "/object_attributes/last_commit/id",
        "/object_attributes/url",
        "/object_kind",
        "/project/id",
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_signature_or_a_token_says_whom_it_is_from() {
    let secrets = [Secret::text("new").unwrap(), Secret::text("old").unwrap()];
    // HMAC-SHA256 with the key `old`, by another implementation.
    let tag = "419f84c3dfb1dabfe377f5a34859584b8faa83144c2a3b2b72a8c4ded4e293a6";
    let signed = [("X-Gitlab-Signature", tag)];
    assert!(verify(&Headers::of(&signed), b"{}", &secrets).is_ok());
    let wrong = verify(&Headers::of(&signed), b"{ }", &secrets).unwrap_err();
    assert_eq!(wrong, Unsigned::Wrong("x-gitlab-signature"));
    let token = |text: &'static str| {
        verify(&Headers::of(&[("X-Gitlab-Token", text)]), b"{}", &secrets).map(drop)
    };
    assert_eq!(token("old"), Ok(()));
    assert_eq!(token("olds"), Err(Unsigned::Wrong("x-gitlab-token")));
    assert!(matches!(
        verify(&Headers::default(), b"", &secrets),
        Err(Unsigned::Missing { .. })
    ));
    let bad = Headers::of(&[("X-Gitlab-Signature", "zz"), ("X-Gitlab-Token", "old")]);
    assert!(matches!(
        verify(&bad, b"", &secrets),
        Err(Unsigned::Malformed { .. })
    ));
    let none = verify(&Headers::of(&[("X-Gitlab-Token", "old")]), b"", &[]);
    assert_eq!(none.unwrap_err(), Unsigned::NoSecret);
}
