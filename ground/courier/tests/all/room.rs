//! Room, refusals, and what is said again.

use std::collections::BTreeSet;

use holdpoint_courier::AgentId;
use holdpoint_courier::courier::Event as Heard;
use holdpoint_courier::dispatcher::{Event, OfferError, Placing, Work};
use holdpoint_courier::frame::{MAX_PAYLOAD, Reason, Stage};

use crate::office::{Office, profile, work};

fn agent(name: &str) -> AgentId {
    AgentId::new(name)
}

#[test]
fn what_one_declines_goes_to_another_and_to_the_first_when_that_is_wanted() {
    let mut office = Office::new();
    office.accepts = false;
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office
        .desk("a")
        .courier
        .decline(1, Reason::Refused, "not on the list");
    office.run();
    let text = "not on the list".to_owned();
    let declined = Event::Declined {
        key: 1,
        agent: agent("a"),
        reason: Reason::Refused,
        text,
    };
    assert!(office.said().contains(&declined));
    assert_eq!(office.whose(1), None, "it waits for somebody else");
    office.core.retry(1);
    assert_eq!(office.whose(1), Some("a"));
    office.run();
    office.desk("a").courier.decline(1, Reason::Refused, "");
    office.run();
    office.agent("b", profile(&[], 1));
    assert_eq!(office.whose(1), Some("b"));
}

#[test]
fn who_had_no_room_is_asked_again_when_something_has_ended() {
    let mut office = Office::new();
    office.accepts = false;
    office.agent("a", profile(&[], 2));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    office.desk("a").courier.decline(2, Reason::Busy, "");
    office.run();
    assert_eq!(office.whose(2), None);
    office.end("a", 1);
    assert_eq!(office.whose(2), Some("a"));
}

#[test]
fn an_agent_takes_no_more_than_it_has_room_for() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 2));
    office.core.offer(work(1, &[], 2)).unwrap();
    office.run();
    // An earlier server had promised more.
    office.core.resume(work(2, &[], 1), &agent("a")).unwrap();
    office.run();
    assert_eq!(
        office.desk("a").courier.tasks().collect::<Vec<_>>(),
        [(1, Stage::Started)]
    );
    assert_eq!(office.whose(2), None);
    office.end("a", 1);
    assert_eq!(office.whose(2), Some("a"));
}

#[test]
fn how_work_stands_is_asked_until_it_is_answered() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    assert!(!office.core.look_up(1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.cut("a");
    assert!(office.core.look_up(1));
    office.connect("a");
    office.run();
    assert!(office.desk("a").heard.contains(&Heard::LookUp { key: 1 }));
    office
        .desk("a")
        .courier
        .status(1, b"it runs".to_vec())
        .unwrap();
    office.run();
    let status = Event::Status {
        key: 1,
        agent: agent("a"),
        payload: b"it runs".to_vec(),
    };
    assert!(office.said().contains(&status));
}

#[test]
fn what_cannot_be_offered_is_refused() {
    let mut office = Office::new();
    office
        .core
        .offer(Work {
            epoch: 3,
            ..work(1, &[], 1)
        })
        .unwrap();
    let old = office.core.offer(work(1, &[], 1)).unwrap_err();
    assert_eq!(
        old,
        OfferError::OldEpoch {
            key: 1,
            offered: 1,
            current: 3
        }
    );
    assert_eq!(
        old.to_string(),
        "work 1 of epoch 1 is refused: epoch 3 is in charge"
    );
    let payload = vec![0; MAX_PAYLOAD + 1];
    let long = office
        .core
        .offer(Work {
            payload,
            ..work(2, &[], 1)
        })
        .unwrap_err();
    assert_eq!(
        long.to_string(),
        "the payload of work 2 has 983041 bytes, and may have 983,040. Send files apart"
    );
    office.agent("a", profile(&[], 1));
    let long = office
        .desk("a")
        .courier
        .ended(1, vec![0; MAX_PAYLOAD + 1])
        .unwrap_err();
    assert!(long.to_string().starts_with("a payload has 983041 bytes"));
}

#[test]
fn credentials_are_replaced_even_if_the_connection_breaks() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    assert!(!office.core.rotate(&agent("nobody"), vec![]));
    assert!(office.core.rotate(&agent("a"), b"new".to_vec()));
    office.cut("a");
    office.connect("a");
    office.run();
    assert_eq!(
        office.desk("a").heard.last(),
        Some(&Heard::Rotate {
            payload: b"new".to_vec()
        })
    );
    office.desk("a").courier.rotated(b"done".to_vec()).unwrap();
    office.run();
    let rotated = Event::Rotated {
        agent: agent("a"),
        payload: b"done".to_vec(),
    };
    assert!(office.said().contains(&rotated));
    let before = office.desk("a").heard.len();
    office.cut("a");
    office.connect("a");
    office.run();
    assert_eq!(
        office.desk("a").heard.len(),
        before + 1,
        "a welcome, and nothing new"
    );
}

#[test]
fn what_runs_on_the_host_is_said_again_after_a_disconnect() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    for said in [b"one".to_vec(), b"two".to_vec(), b"two".to_vec()] {
        office.desk("a").courier.observed(said).unwrap();
        office.run();
    }
    office.cut("a");
    office.connect("a");
    office.run();
    let observed: Vec<_> = office
        .said()
        .into_iter()
        .filter_map(|event| match event {
            Event::Observed { payload, .. } => Some(String::from_utf8(payload).unwrap()),
            _ => None,
        })
        .collect();
    assert_eq!(observed, ["one", "two", "two"]);
}

#[test]
fn an_agent_that_only_watches_gets_no_work() {
    let mut office = Office::new();
    let mut watches = profile(&["linux"], 9);
    watches.mode = holdpoint_courier::frame::Mode::Observe;
    office.agent("a", watches);
    assert_eq!(
        office.core.offer(work(1, &["linux"], 1)),
        Ok(Placing::Waiting)
    );
    assert_eq!(office.core.choose(&BTreeSet::new(), 1), None);
}
