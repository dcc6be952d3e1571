//! Programs of different versions.

use holdpoint_courier::courier::{Courier, Event as Heard, Identity};
use holdpoint_courier::dispatcher::{Dispatcher, Options};
use holdpoint_courier::frame::Parting;
use holdpoint_courier::{AgentId, Output, Protocol};

use crate::office::{Office, Shelf, labels, profile};

fn protocol(version: u32, features: &[&str], requires: &[&str]) -> Protocol {
    Protocol {
        version,
        features: labels(features),
        requires: labels(requires),
    }
}

/// What an agent hears from a server of another kind; nothing if it is let in.
fn meeting(agent: Protocol, server: Protocol) -> Option<(Parting, String)> {
    let mut office = Office::new();
    office.core = Dispatcher::new(Options {
        protocol: server,
        ..Options::new(1)
    });
    office.agent("a", profile(&[], 1));
    let identity = Identity {
        protocol: agent,
        ..Identity::new(AgentId::new("b"), 1, 0)
    };
    office.agent("b", profile(&[], 1));
    office.cut("b");
    office.desk("b").heard.clear();
    office.desk("b").courier = Courier::new(
        Identity {
            incarnation: 2,
            ..identity
        },
        profile(&[], 1),
    );
    office.connect("b");
    office.run();
    let desk = office.desk("b");
    let parted = desk.heard.iter().find_map(|event| match event {
        Heard::Parted { reason, text } => Some((*reason, text.clone())),
        _ => None,
    });
    assert_eq!(desk.courier.is_live(), parted.is_none());
    parted
}

#[test]
fn one_version_apart_is_no_matter() {
    let speaks = |version| protocol(version, &[], &[]);
    for (agent, server) in [(1, 1), (0, 1), (1, 0), (2, 1), (1, 2)] {
        let parted = meeting(speaks(agent), speaks(server));
        // The first agent of the office is of version 1, and may be further away.
        assert_eq!(parted, None, "{agent} and {server}");
    }
    for (agent, server) in [(3, 1), (0, 2)] {
        let (reason, text) = meeting(speaks(agent), speaks(server)).unwrap();
        assert_eq!(reason, Parting::Version);
        assert_eq!(
            text,
            format!(
                "version {agent} of the protocol is met by version {server}: they may be one apart. Bring the older program up to date"
            )
        );
    }
}

#[test]
fn what_is_required_must_be_there_on_either_side() {
    let (plain, able) = (protocol(1, &[], &[]), protocol(1, &["zstd"], &[]));
    let needs = protocol(1, &["zstd"], &["zstd"]);
    assert_eq!(meeting(plain.clone(), able.clone()), None);
    assert_eq!(meeting(needs.clone(), able.clone()), None);
    assert_eq!(meeting(able, needs.clone()), None);
    for (agent, server) in [(plain.clone(), needs.clone()), (needs, plain)] {
        let (reason, text) = meeting(agent, server).unwrap();
        assert_eq!(reason, Parting::Version);
        assert_eq!(
            text,
            "feature `zstd` is required and one side lacks it. Bring it up to date"
        );
    }
}

#[test]
fn an_agent_turns_away_from_a_server_that_is_not_in_charge_any_more() {
    let mut office = Office::new();
    office.core = Dispatcher::new(Options::new(4));
    office.agent("a", profile(&[], 1));
    assert_eq!(office.desk("a").heard, [Heard::Welcome { epoch: 4 }]);
    office.core = Dispatcher::new(Options::new(3));
    let now = office.now;
    office.desk("a").courier.disconnected(now, 1);
    office.connect("a");
    office.run();
    let text = "the server is of epoch 3, and one of epoch 4 was heard".to_owned();
    let reason = Parting::OldEpoch;
    assert_eq!(
        office.desk("a").heard[1..],
        [Heard::Parted { reason, text }]
    );
    let mut shelf = Shelf::default();
    assert_eq!(
        office.desk("a").courier.output(100, &mut shelf),
        Output::Closed
    );
}
