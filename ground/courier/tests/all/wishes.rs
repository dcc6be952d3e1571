//! What the server wants of work: placed, stopped, revoked, looked up, given up.

use holdpoint_courier::AgentId;
use holdpoint_courier::courier::Event as Heard;
use holdpoint_courier::dispatcher::{Ending, Event, Placing, Work};
use holdpoint_courier::frame::Stage;

use crate::office::{Office, profile, work};

fn agent(name: &str) -> AgentId {
    AgentId::new(name)
}

#[test]
fn work_goes_from_offer_to_end() {
    let mut office = Office::new();
    assert_eq!(
        office.core.offer(work(1, &["linux"], 1)),
        Ok(Placing::Waiting)
    );
    office.agent("a", profile(&["linux", "arm"], 2));
    assert_eq!(
        office.core.offer(work(2, &["arm"], 1)),
        Ok(Placing::At(agent("a")))
    );
    office.run();
    let a = || agent("a");
    let expected = [
        Event::Placed { key: 1, agent: a() },
        Event::Accepted { key: 1, agent: a() },
        Event::Started { key: 1, agent: a() },
        Event::Placed { key: 2, agent: a() },
        Event::Accepted { key: 2, agent: a() },
        Event::Started { key: 2, agent: a() },
    ];
    assert_eq!(office.said(), expected);
    office.end("a", 1);
    office.end("a", 2);
    let ended = |key| Event::Ended {
        key,
        agent: a(),
        unread: None,
        payload: b"0".to_vec(),
    };
    assert_eq!(office.said(), [ended(1), ended(2)]);
    assert_eq!(office.whose(1), None, "it is forgotten");
    assert_eq!(office.desk("a").courier.tasks().count(), 0);
}

#[test]
fn an_end_that_is_said_again_is_told_once() {
    let mut office = Office::new();
    office.keeps = false;
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.end("a", 1);
    let ends = |office: &mut Office| {
        let said = office.said().into_iter();
        said.filter(|event| matches!(event, Event::Ended { .. }))
            .count()
    };
    assert_eq!(ends(&mut office), 1);
    for _ in 0..3 {
        office.cut("a");
        office.connect("a");
        office.run();
        assert_eq!(ends(&mut office), 0);
    }
    assert_eq!(
        office.desk("a").courier.tasks().count(),
        1,
        "it is not acknowledged"
    );
    office.cut("a");
    office.core.ended_kept(1);
    office.connect("a");
    office.run();
    assert_eq!(office.desk("a").courier.tasks().count(), 0);
    assert_eq!(office.whose(1), None);
    assert_eq!(ends(&mut office), 0);
}

#[test]
fn nobody_is_told_before_it_is_confirmed() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office
        .core
        .offer(Work {
            confirm: true,
            ..work(1, &[], 1)
        })
        .unwrap();
    office.run();
    assert_eq!(
        office.said(),
        [Event::Placed {
            key: 1,
            agent: agent("a")
        }]
    );
    assert_eq!(office.desk("a").courier.tasks().count(), 0);
    office.cut("a");
    assert!(
        !office.core.confirm(1, &agent("a")),
        "it is not there any more"
    );
    office.agent("b", profile(&[], 1));
    assert!(office.core.confirm(1, &agent("b")));
    assert!(!office.core.confirm(1, &agent("b")), "once");
    office.run();
    assert_eq!(
        office.desk("b").courier.tasks().collect::<Vec<_>>(),
        [(1, Stage::Started)]
    );
}

#[test]
fn stop_is_said_until_it_has_ended() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.cut("a");
    assert_eq!(office.core.stop(1, false), Ending::Told);
    for _ in 0..2 {
        office.desk("a").heard.clear();
        office.connect("a");
        office.run();
        let stop = Heard::Stop {
            key: 1,
            force: false,
        };
        assert!(office.desk("a").heard.contains(&stop));
        office.cut("a");
    }
    assert_eq!(office.core.stop(1, true), Ending::Told);
    assert_eq!(office.core.stop(1, false), Ending::Told);
    office.desk("a").heard.clear();
    office.connect("a");
    office.run();
    let stop = Heard::Stop {
        key: 1,
        force: true,
    };
    assert!(
        office.desk("a").heard.contains(&stop),
        "force is not taken back"
    );
    office.end("a", 1);
    assert_eq!(office.core.stop(1, true), Ending::Over);
}

#[test]
fn what_nobody_has_heard_of_never_begins() {
    let mut office = Office::new();
    office.core.offer(work(1, &[], 1)).unwrap();
    assert_eq!(office.core.stop(1, false), Ending::NeverBegan);
    assert_eq!(office.core.stop(2, false), Ending::Over);
    office.core.offer(work(3, &[], 1)).unwrap();
    assert_eq!(office.core.revoke(3), Ending::NeverBegan);
    office.agent("a", profile(&[], 5));
    office
        .core
        .offer(Work {
            confirm: true,
            ..work(4, &[], 1)
        })
        .unwrap();
    assert_eq!(office.core.stop(4, false), Ending::NeverBegan);
    office.run();
    assert_eq!(office.desk("a").courier.tasks().count(), 0);
    let presence = office.core.agents().next().unwrap().1;
    assert_eq!((presence.capacity, presence.free), (5, 5));
}

#[test]
fn what_is_revoked_never_begins_or_goes_on() {
    let mut office = Office::new();
    office.accepts = false;
    office.agent("a", profile(&[], 5));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    office.desk("a").courier.started(2);
    assert_eq!(office.core.revoke(1), Ending::Told);
    assert_eq!(office.core.revoke(2), Ending::Told);
    office.run();
    assert!(
        office
            .desk("a")
            .heard
            .contains(&Heard::Revoke { key: 1, epoch: 1 })
    );
    office.desk("a").courier.revoked(1);
    office.desk("a").courier.started(2);
    office.run();
    office.end("a", 2);
    let said = office.said();
    assert!(said.contains(&Event::Revoked {
        key: 1,
        agent: agent("a")
    }));
    assert!(
        said.iter()
            .any(|event| matches!(event, Event::Ended { key: 2, .. }))
    );
    assert_eq!(office.whose(1), None);
}
