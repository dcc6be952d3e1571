//! One authority takes over from another, and nobody is left outside.

use std::time::Duration;

use holdpoint_identity::{Admission, Authority, AuthorityMistake, Rollover, enrolling_config};

use crate::wire::connect;
use crate::world::{
    DAY, NOW, YEAR, at, authority, connecting, domain, enrolled, guarded, listener, server, terms,
};

const LIFETIME: Duration = Duration::from_secs(86_400);

fn prepared() -> Authority {
    let mut authority = authority();
    authority.prepare(&terms(NOW, 10 * YEAR, 50)).unwrap();
    authority
}

fn activated() -> Authority {
    let mut authority = prepared();
    authority.activate(&terms(NOW + DAY, DAY, 51)).unwrap();
    authority
}

#[test]
fn agents_of_either_get_in_and_believe_either() {
    let mut authority = authority();
    let old = enrolled(&authority, "old", NOW, 2);
    authority.prepare(&terms(NOW, 10 * YEAR, 50)).unwrap();
    let between = enrolled(&authority, "between", NOW, 3);
    for agent in [&old, &between] {
        assert!(connect(connecting(agent, NOW), guarded(&authority, NOW)).is_ok());
    }
    authority.activate(&terms(NOW, DAY, 51)).unwrap();
    let new = enrolled(&authority, "new", NOW, 4);
    // The server's certificate is the new authority's: `old` has never heard of that, and is led over the bridge.
    for agent in [&old, &between, &new] {
        let made = connect(connecting(agent, NOW), guarded(&authority, NOW));
        assert_eq!(made.unwrap().peer.unwrap().agent(), agent.agent());
    }
    authority.retire().unwrap();
    let made = connect(connecting(&new, NOW), guarded(&authority, NOW));
    assert!(made.is_ok());
    for agent in [&old, &between] {
        let failed = connect(connecting(agent, NOW), guarded(&authority, NOW));
        assert!(
            failed.is_err(),
            "what the retired authority signed counts no more"
        );
    }
}

#[test]
fn an_invitation_with_the_old_pin_is_good_until_the_old_one_is_retired() {
    let mut authority = prepared();
    let pin = authority.pin();
    let open = |authority: &Authority| {
        let listener = listener(authority, NOW, Admission::Anybody);
        listener.config(&server(authority, NOW)).unwrap()
    };
    let client = || enrolling_config(pin, at(NOW)).unwrap();
    assert!(connect(client(), open(&authority)).is_ok());
    authority.activate(&terms(NOW, DAY, 51)).unwrap();
    assert_ne!(authority.pin(), pin);
    assert!(connect(client(), open(&authority)).is_ok());
    authority.retire().unwrap();
    assert!(connect(client(), open(&authority)).is_err());
    let client = enrolling_config(authority.pin(), at(NOW)).unwrap();
    assert!(connect(client, open(&authority)).is_ok());
}

#[test]
fn two_are_trusted_at_most_and_one_signs() {
    let mut authority = authority();
    assert_eq!(
        authority.activate(&terms(NOW, DAY, 9)),
        Err(AuthorityMistake::NoSuccessor)
    );
    assert_eq!(authority.retire(), Err(AuthorityMistake::NoPredecessor));
    let first = authority.pin();
    authority.prepare(&terms(NOW, YEAR, 50)).unwrap();
    assert_eq!(authority.pin(), first, "the successor does not sign yet");
    assert_eq!(authority.roots().len(), 2);
    assert_eq!(
        authority.prepare(&terms(NOW, YEAR, 52)),
        Err(AuthorityMistake::Two)
    );
    assert_eq!(authority.retire(), Err(AuthorityMistake::NoPredecessor));
    authority.activate(&terms(NOW, DAY, 51)).unwrap();
    let pins: Vec<_> = authority.roots().iter().map(|root| root.pin()).collect();
    assert_eq!(pins.len(), 2);
    assert_eq!((pins[0] == first, pins[1] == first), (false, true));
    assert_eq!(
        authority.prepare(&terms(NOW, YEAR, 52)),
        Err(AuthorityMistake::Two)
    );
    assert_eq!(
        authority.activate(&terms(NOW, DAY, 53)),
        Err(AuthorityMistake::NoSuccessor)
    );
    authority.retire().unwrap();
    assert_eq!(authority.roots().len(), 1);
    assert_eq!(authority.domain(), &domain());
}

#[test]
fn what_is_due_follows_from_the_times() {
    let mut authority = authority();
    let due = |authority: &Authority, now| authority.rollover(now, LIFETIME);
    let half = NOW + 5 * YEAR;
    assert_eq!(due(&authority, half - 300), None);
    assert_eq!(due(&authority, half), Some(Rollover::Prepare));
    authority.prepare(&terms(half, 10 * YEAR, 50)).unwrap();
    // Every agent has had a certificate since then, and with it the new root.
    assert_eq!(due(&authority, half + DAY - 1), None);
    assert_eq!(due(&authority, half + DAY), Some(Rollover::Activate));
    authority.activate(&terms(half + DAY, DAY, 51)).unwrap();
    let over = NOW + 10 * YEAR;
    assert_eq!(due(&authority, over), None, "it counts to its last second");
    assert_eq!(due(&authority, over + 1), Some(Rollover::Retire));
    authority.retire().unwrap();
    assert_eq!(due(&authority, half + 5 * YEAR), Some(Rollover::Prepare));
}

#[test]
fn what_is_kept_is_what_there_was() {
    for authority in [authority(), prepared(), activated()] {
        let again = Authority::read(&authority.text()).unwrap();
        assert_eq!(*again.text(), *authority.text());
        assert_eq!(again.roots(), authority.roots());
        assert_eq!(again.pin(), authority.pin());
        // Agents of before believe the server of afterwards.
        let agent = enrolled(&authority, "a", NOW, 2);
        assert!(connect(connecting(&agent, NOW), guarded(&again, NOW)).is_ok());
    }
}

#[test]
fn the_former_key_is_gone() {
    let keys = |authority: &Authority| authority.text().matches("BEGIN PRIVATE KEY").count();
    assert_eq!(keys(&prepared()), 2);
    assert_eq!(keys(&activated()), 1);
}
