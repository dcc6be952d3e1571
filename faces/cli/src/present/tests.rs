//! What people read, and that programs get the same.
#![allow(clippy::unwrap_used, reason = "tests")]

use holdpoint_service::Receipt;
use holdpoint_service::queries::Explained;
use serde_json::json;

use super::Done;
use crate::output::{Human, Page};

fn shown(view: &dyn Human) -> String {
    let mut page = Page::new(jiff::tz::TimeZone::UTC);
    view.human(&mut page);
    anstream::adapter::strip_str(&page.finish()).to_string()
}

fn held() -> Explained {
    let person = "per_0123456789ABCDEFGHJKMNPQRS";
    let digest = format!("sha256:{}", "ab".repeat(32));
    let view = json!({
        "verdict": "hold",
        "passes": false,
        "people": { person: "olga" },
        "gate": {
            "release": "till-1.1", "manifest": digest, "environment": "production",
            "verdict": "hold", "level": "enforce", "passes": false,
            "position": 12, "now": "2026-11-24T10:00:00Z", "policy": digest, "semantics": 1,
            "criteria": [
                { "criterion": "junit", "source": "environment/production", "outcome": "go", "reasons": [] },
                {
                    "criterion": "owner", "source": "environment/production", "outcome": "hold",
                    "reasons": [{
                        "code": "approval-missing",
                        "message": "0 of 1 approvals by a `component-owner` for `till`",
                        "help": ""
                    }],
                    "waits": [{
                        "for": "approval", "role": "component-owner", "component": "till",
                        "missing": 1, "eligible": [person]
                    }]
                }
            ]
        }
    });
    serde_json::from_value(view).unwrap()
}

#[test]
fn a_hold_says_what_it_waits_for_and_who_can_give_it() {
    let expected = "\
hold: till-1.1 to production
go     junit
hold   owner
       0 of 1 approvals by a `component-owner` for `till` [approval-missing]
       waits for 1 more approval as component-owner for till: olga

as of 12 entries, on manifest abababababab
";
    assert_eq!(shown(&held()), expected);
}

#[test]
fn programs_get_what_people_read() {
    let value = serde_json::to_value(held()).unwrap();
    assert_eq!(serde_json::from_value::<Explained>(value).unwrap(), held());
}

fn receipt(dry_run: bool) -> Receipt {
    let event = json!({
        "position": 7, "time": "2026-11-24T10:00:00Z", "event": "person.added.v1",
        "subject": "person/per_1", "data": {}
    });
    let value = json!({ "dry_run": dry_run, "events": [event] });
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_rehearsal_does_not_look_like_the_deed() {
    let done = Done::new("`anna` is added", receipt(false));
    assert!(shown(&done).starts_with("`anna` is added\n"));
    let rehearsed = Done::new("`anna` is added", receipt(true));
    assert!(shown(&rehearsed).starts_with("would be done: `anna` is added\n"));
}
