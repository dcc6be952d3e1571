//! Who is let in, who is not heard any more, and who is missed.

use holdpoint_courier::courier::Event as Heard;
use holdpoint_courier::dispatcher::Event;
use holdpoint_courier::frame::{Accept, Frame, Hello, Mode, Ping, Stage, Started};
use holdpoint_courier::{AgentId, Output};

use crate::office::{Office, labels, profile, work};

fn greeting(agent: &str, incarnation: u64, connect: u64) -> Vec<u8> {
    let hello = Hello {
        version: 1,
        features: labels(&[]),
        requires: labels(&[]),
        agent: AgentId::new(agent),
        program: String::new(),
        boot: String::new(),
        incarnation,
        connect,
        mode: Mode::Execute,
        labels: labels(&["linux"]),
        capacity: 4,
        tasks: vec![],
    };
    Frame::from(hello).bytes()
}

#[test]
fn of_two_sessions_the_newer_one_counts() {
    let mut office = Office::new();
    let newer = office.core.connect(None, 0);
    let older = office.core.connect(None, 0);
    assert!(office.core.received(newer, &greeting("a", 2, 1), 0));
    assert!(
        !office.core.received(older, &greeting("a", 1, 9), 0),
        "an older start"
    );
    let again = office.core.connect(None, 0);
    assert!(
        !office.core.received(again, &greeting("a", 2, 1), 0),
        "the same again"
    );
    let next = office.core.connect(None, 0);
    assert!(office.core.received(next, &greeting("a", 2, 2), 0));
    let hellos = std::iter::from_fn(|| office.core.event());
    assert_eq!(
        hellos
            .filter(|event| matches!(event, Event::Hello { .. }))
            .count(),
        2
    );
    // Of the one that was replaced nothing is taken, whole frames or halves.
    assert!(
        !office
            .core
            .received(newer, &Frame::from(Started { key: 1 }).bytes(), 0)
    );
    assert!(!office.core.received(newer, b"\0", 0));
    assert_eq!(office.core.event(), None);
}

#[test]
fn a_greeting_alone_is_given_nothing() {
    // A network may keep a greeting for long, and bring it to a server that knows nothing newer.
    let mut office = Office::new();
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    let session = office.core.connect(None, 0);
    office.core.received(session, &greeting("a", 1, 1), 0);
    office.run();
    assert_eq!(office.whose(1), None);
    office
        .core
        .received(session, &Frame::from(Ping { number: 1 }).bytes(), 0);
    assert_eq!(office.whose(1), Some("a"));
}

#[test]
fn credentials_are_those_of_one_agent() {
    let mut office = Office::new();
    let session = office.core.connect(Some(AgentId::new("a")), 0);
    assert!(!office.core.received(session, &greeting("b", 1, 1), 0));
    let Output::Bytes(bytes) = office.core.output(session, 1_000) else {
        panic!("it is told why");
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(
        text.contains("the credentials are those of agent `a`, not of `b`"),
        "{text}"
    );
    assert_eq!(office.core.output(session, 1_000), Output::Closed);
}

#[test]
fn nothing_is_said_before_the_greeting_and_its_answer() {
    let mut office = Office::new();
    let started = Frame::from(Started { key: 1 }).bytes();
    let first = office.core.connect(None, 0);
    assert!(!office.core.received(first, &started, 0));
    let second = office.core.connect(None, 0);
    let both = [greeting("a", 1, 1), started].concat();
    assert!(!office.core.received(second, &both, 0));
    let third = office.core.connect(None, 0);
    assert!(!office.core.received(third, b"GET / HTTP/1.1\r\n\r\n", 0));
}

#[test]
fn whoever_is_silent_is_lost_within_ten_seconds_and_its_work_stays_its_own() {
    let mut office = Office::new();
    office.agent("a", profile(&["linux"], 1));
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    office.run();
    office.wait(30_000);
    assert!(
        office
            .said()
            .iter()
            .all(|event| !matches!(event, Event::Lost { .. } | Event::Away { .. }))
    );
    // It neither reads nor writes any more, and nobody says so.
    office.desks.clear();
    let silent = office.now;
    while !office.events.contains(&Event::Lost {
        agent: AgentId::new("a"),
        keys: vec![1],
    }) {
        office.wait(100);
        assert!(office.now - silent < 10_000, "it is missed");
    }
    assert!(office.now - silent > 5_000, "not at once");
    assert_eq!(office.whose(1), Some("a"), "it may have begun");
}

#[test]
fn whoever_comes_back_is_not_lost() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.cut("a");
    office.wait(5_000);
    office.connect("a");
    office.wait(20_000);
    let agent = AgentId::new("a");
    assert_eq!(
        office.said(),
        [Event::Away {
            agent: agent.clone()
        }]
    );
    office.cut("a");
    office.wait(10_000);
    let keys = vec![];
    assert_eq!(
        office.said(),
        [
            Event::Away {
                agent: agent.clone()
            },
            Event::Lost {
                agent: agent.clone(),
                keys
            }
        ]
    );
    assert!(office.core.forget_agent(&agent));
    assert_eq!(office.core.agents().count(), 0);
}

#[test]
fn an_agent_misses_its_server_too() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    let courier = &mut office.desk("a").courier;
    assert_eq!(courier.tick(8_999), Some(9_000));
    assert_eq!(courier.tick(9_000), None);
}

#[test]
fn an_offer_that_was_not_written_goes_to_another_agent() {
    let mut office = Office::new();
    office.agent("a", profile(&["linux"], 1));
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    // Its bytes were never taken.
    office.cut("a");
    assert_eq!(office.whose(1), None);
    office.agent("b", profile(&["linux"], 1));
    assert_eq!(office.whose(1), Some("b"));
}

#[test]
fn an_offer_that_may_have_been_heard_stays_with_its_agent() {
    let mut office = Office::new();
    office.agent("a", profile(&["linux"], 1));
    office.agent("b", profile(&["linux"], 1));
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    let name = office.whose(1).unwrap().to_owned();
    let session = office.desk(&name).session.unwrap();
    let Output::Bytes(_) = office.core.output(session, 10) else {
        panic!("ten bytes of it are under way");
    };
    office.cut(&name);
    assert_eq!(office.whose(1), Some(&*name));
    office.connect(&name);
    office.run();
    assert_eq!(
        office.desk(&name).courier.tasks().collect::<Vec<_>>(),
        [(1, Stage::Started)]
    );
}

#[test]
fn an_agent_that_leaves_says_so_and_a_server_that_leaves_says_when_to_come_back() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.desk("a").courier.leave("an update");
    office.run();
    let agent = AgentId::new("a");
    let text = "an update".to_owned();
    assert_eq!(
        office.said(),
        [
            Event::Left {
                agent: agent.clone(),
                text
            },
            Event::Away { agent }
        ]
    );
    office.cut("a");
    office.connect("a");
    office.run();
    office.core.leave_all("an update", 4_000, 0);
    office.run();
    assert!(
        matches!(office.desk("a").heard.last(), Some(Heard::Parted { text, .. }) if text == "an update")
    );
    office.cut("a");
    let again = office.desk("a").courier.connect_at().unwrap();
    assert!((4_000..5_000).contains(&again), "{again}");
}

#[test]
fn waits_double_and_are_drawn() {
    let mut backoff = holdpoint_courier::courier::Backoff::default();
    let least: Vec<u64> = (0..20).map(|_| backoff.wait(0)).collect();
    assert!(least.iter().all(|wait| *wait == 100));
    backoff.reset();
    let most: Vec<u64> = (0..9)
        .map(|failures| backoff.wait((200 << failures.min(7)) - 1))
        .collect();
    assert_eq!(most[..4], [299, 499, 899, 1_699]);
    assert!(most.iter().all(|wait| *wait <= 15_100));
    backoff.reset();
    let drawn: std::collections::BTreeSet<u64> = (0..200)
        .map(|random| {
            backoff.reset();
            backoff.wait(random * 7_919)
        })
        .collect();
    assert!(drawn.len() > 100, "they do not come back at once");
}

#[test]
fn what_a_network_repeats_is_heard_once() {
    let mut office = Office::new();
    office.accepts = false;
    office.agent("a", profile(&["linux"], 1));
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    office.run();
    let session = office.desk("a").session.unwrap();
    let accept = Frame::from(Accept { key: 1, epoch: 1 }).bytes();
    office.core.received(session, &accept, 0);
    office.core.received(session, &accept, 0);
    office.core.offer(work(1, &["linux"], 1)).unwrap();
    office.run();
    let accepted = office
        .said()
        .into_iter()
        .filter(|event| matches!(event, Event::Accepted { .. }));
    assert_eq!(accepted.count(), 1);
    let offers = office
        .desk("a")
        .heard
        .iter()
        .filter(|event| matches!(event, Heard::Offer { .. }));
    assert_eq!(offers.count(), 1);
}

#[test]
fn a_server_can_say_any_numbers() {
    use holdpoint_courier::frame::{Goodbye, LogAck, Offer, Parting, Welcome};
    let mut office = Office::new();
    office.agent("a", profile(&[], 9));
    office.cut("a");
    let (most, now) = (u64::MAX, office.now);
    let desk = office.desk("a");
    desk.courier.connected(now);
    let (version, features, requires) = (1, labels(&[]), labels(&[]));
    let logs = [(most, most)].into();
    let said: [Frame; 4] = [
        Welcome {
            version,
            features,
            requires,
            epoch: most,
            logs,
            ping_ms: most,
            lost_ms: most,
        }
        .into(),
        Offer {
            key: most,
            epoch: most,
            slots: 1,
            payload: vec![],
        }
        .into(),
        LogAck {
            key: most,
            offset: most,
            again: true,
        }
        .into(),
        Goodbye {
            reason: Parting::Leaving,
            text: String::new(),
            after_ms: most,
        }
        .into(),
    ];
    for frame in &said[..2] {
        assert!(desk.courier.received(&frame.bytes(), 5));
    }
    desk.shelf.logs.insert(most, b"one\n".to_vec());
    desk.courier.started(most);
    desk.courier.log_grew(most, 4);
    assert!(matches!(
        desk.courier.output(1_000, &mut desk.shelf),
        Output::Bytes(_)
    ));
    assert_eq!(desk.courier.tick(6), Some(most));
    assert!(desk.courier.received(&said[2].bytes(), 7));
    assert!(!desk.courier.received(&said[3].bytes(), 8));
    desk.courier.disconnected(9, most);
    let again = desk.courier.connect_at().unwrap();
    assert!(
        (3_600_000..4_200_000).contains(&again),
        "an hour at most: {again}"
    );
}
