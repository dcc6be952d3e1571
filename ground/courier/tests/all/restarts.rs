//! New servers and lost disks: what each side knows of the other's work.

use holdpoint_courier::AgentId;
use holdpoint_courier::courier::Event as Heard;
use holdpoint_courier::dispatcher::{Dispatcher, Event, Options, Placing, Work};
use holdpoint_courier::frame::Stage;

use crate::office::{Office, profile, work};

fn agent(name: &str) -> AgentId {
    AgentId::new(name)
}

#[test]
fn a_new_server_finds_what_its_predecessor_has_begun() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 9));
    for key in 1..=4 {
        office.core.offer(work(key, &[], 1)).unwrap();
    }
    office.run();
    office.end("a", 4);
    office.core = Dispatcher::new(Options::new(2));
    office.cut("a");
    office.said();
    let newer = |key| Work {
        epoch: 2,
        ..work(key, &[], 1)
    };
    // It knows of the first that this agent has it, and of the second nothing.
    assert_eq!(
        office.core.resume(newer(1), &agent("a")),
        Ok(Placing::At(agent("a")))
    );
    assert_eq!(office.core.offer(newer(2)), Ok(Placing::Waiting));
    office.connect("a");
    office.run();
    let said = office.said();
    for key in [1, 2, 3] {
        let found = said.contains(&Event::Found {
            key,
            agent: agent("a"),
            stage: Stage::Started,
        });
        assert_eq!(found, key != 1);
        assert!(said.contains(&Event::Started {
            key,
            agent: agent("a")
        }));
        assert_eq!(office.whose(key), Some("a"));
    }
    assert_eq!(office.core.offer(newer(3)), Ok(Placing::At(agent("a"))));
    let offers = office
        .desk("a")
        .heard
        .iter()
        .filter(|event| matches!(event, Heard::Offer { .. }));
    assert_eq!(offers.count(), 4, "none is begun again");
    office.end("a", 3);
    assert!(
        office
            .said()
            .iter()
            .any(|event| matches!(event, Event::Ended { key: 3, .. }))
    );
}

#[test]
fn work_that_was_forgotten_at_either_end_is_said() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 9));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    office.said();
    office.core.forget(1);
    office.end("a", 1);
    let ended = Some(b"0".to_vec());
    assert_eq!(
        office.said(),
        [Event::Stray {
            key: 1,
            agent: agent("a"),
            ended
        }]
    );
    assert_eq!(
        office.desk("a").courier.tasks().count(),
        1,
        "it need not say it again"
    );
    // Its disk is lost.
    office.cut("a");
    let identity = holdpoint_courier::courier::Identity::new(agent("a"), 2, 0);
    office.desk("a").courier = holdpoint_courier::courier::Courier::new(identity, profile(&[], 9));
    office.connect("a");
    office.run();
    assert!(office.said().contains(&Event::Forgotten {
        key: 2,
        agent: agent("a")
    }));
    office.core.never_began(2);
    assert_eq!(
        office.whose(2),
        Some("a"),
        "it goes to anybody, with what is to be done"
    );
    office.run();
    let offer = Heard::Offer {
        key: 2,
        epoch: 1,
        payload: b"work 2".to_vec(),
    };
    assert_eq!(office.desk("a").heard.last(), Some(&offer));
}

#[test]
fn work_that_another_agent_was_given_is_a_stray() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.core = Dispatcher::new(Options::new(2));
    office.cut("a");
    // A server without records gives it to somebody else.
    office.agent("b", profile(&[], 1));
    office
        .core
        .offer(Work {
            epoch: 2,
            ..work(1, &[], 1)
        })
        .unwrap();
    office.run();
    office.connect("a");
    office.run();
    assert!(office.said().contains(&Event::Stray {
        key: 1,
        agent: agent("a"),
        ended: None
    }));
    office.end("a", 1);
    office.end("b", 1);
    let ends: Vec<_> = office
        .said()
        .into_iter()
        .filter(|event| matches!(event, Event::Ended { .. } | Event::Stray { .. }))
        .collect();
    let stray = Event::Stray {
        key: 1,
        agent: agent("a"),
        ended: Some(b"0".to_vec()),
    };
    let ended = Event::Ended {
        key: 1,
        agent: agent("b"),
        unread: None,
        payload: b"0".to_vec(),
    };
    assert_eq!(ends, [stray, ended]);
}
