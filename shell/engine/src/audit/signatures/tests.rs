#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use holdpoint_domain::{Digest, Fact, Meta};
use holdpoint_ledger::Hash;

use super::{Hands, SignatureCount};
use crate::entry::{CommandId, EventId, Recorded};

/// A ledger in which two decisions are signed, one of them with a key that is removed later. It was written without a
/// tree: its roots are the digests of their sizes.
const LEDGER: &str = include_str!("../../../../../core/domain/tests/golden/ledger-signed.jsonl");

/// One in which a decision is signed with a passkey.
const PASSKEYS: &str =
    include_str!("../../../../../core/domain/tests/golden/ledger-passkeys.jsonl");

fn entries() -> Vec<Recorded> {
    read(LEDGER)
}

fn read(ledger: &str) -> Vec<Recorded> {
    let entry = |(position, line): (u64, &str)| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| line[field].as_str().unwrap().to_owned();
        let fact = Fact::parse(&text("type"), &line["data"].to_string()).unwrap();
        let meta = Meta {
            position,
            time: text("time").parse().unwrap(),
            actor: text("actor").parse().unwrap(),
        };
        let id = EventId {
            command: CommandId(1),
            index: 0,
        };
        Recorded { id, meta, fact }
    };
    (0..).zip(ledger.lines()).map(entry).collect()
}

fn check(entries: &[Recorded]) -> (SignatureCount, Vec<String>) {
    let mut hands = Hands::default();
    entries.iter().for_each(|entry| hands.note(entry));
    let root = |size: u64| Ok(Hash(Digest::of(&size.to_be_bytes()).0));
    let (count, problems) = hands.check_by(&root);
    (count, problems.into_iter().map(|one| one.message).collect())
}

/// What is found when the entries are otherwise.
fn changed(change: impl Fn(&mut Recorded)) -> Vec<String> {
    let mut entries = entries();
    entries.iter_mut().for_each(change);
    check(&entries).1
}

#[test]
fn every_signature_is_verified_by_the_keys_of_its_time() {
    let (count, problems) = check(&entries());
    assert_eq!(problems, [""; 0]);
    assert_eq!(count, SignatureCount { sound: 2, wrong: 0 });
}

#[test]
fn what_a_passkey_has_signed_is_verified_too() {
    let (count, problems) = check(&read(PASSKEYS));
    assert_eq!(problems, [""; 0]);
    assert_eq!(count, SignatureCount { sound: 1, wrong: 0 });
    let mut other = read(PASSKEYS);
    for entry in &mut other {
        if let Fact::ApprovalGiven(given) = &mut entry.fact
            && let Some(signed) = &mut given.signature
        {
            signed.payload.seen.size -= 1;
        }
    }
    let (_, problems) = check(&other);
    let wrong = "the signature does not hold: the browser answers another challenge than what is signed here";
    assert_eq!(problems, [wrong]);
}

#[test]
fn what_the_entry_says_otherwise_than_its_signature_is_found() {
    let problems = changed(|entry| {
        if let Fact::ApprovalGiven(given) = &mut entry.fact {
            given.role = holdpoint_domain::access::Role::Sre;
        }
    });
    assert_eq!(
        problems,
        ["what was signed has another `role` than the entry"]
    );
    let problems = changed(|entry| {
        if let Fact::ApprovalGiven(given) = &mut entry.fact
            && let Some(signed) = &mut given.signature
        {
            given.role = holdpoint_domain::access::Role::Sre;
            signed.payload.role = given.role;
        }
    });
    let wrong = "the signature does not hold: the signature is not by this key over these bytes";
    assert_eq!(problems, [wrong]);
    let problems = changed(|entry| {
        if matches!(entry.fact, Fact::ApprovalGiven(_)) {
            entry.meta.actor = holdpoint_domain::Actor::System;
        }
    });
    assert_eq!(
        problems,
        ["what was signed has another `person` than the entry"]
    );
}

#[test]
fn a_key_that_was_nobodys_or_somebody_elses_then_is_found() {
    let mut late = entries();
    let keys = |entry: &Recorded| matches!(entry.fact, Fact::KeyAdded(_));
    let (added, rest): (Vec<_>, Vec<_>) = late.drain(..).partition(keys);
    let (_, problems) = check(&rest);
    assert_eq!(problems.len(), 2);
    assert!(problems[0].ends_with("was nobody's then"), "{problems:?}");
    let mut swapped = added.clone();
    let people = added.iter().map(|entry| match &entry.fact {
        Fact::KeyAdded(event) => event.person.clone(),
        _ => unreachable!("a key"),
    });
    for (entry, person) in swapped
        .iter_mut()
        .zip(people.collect::<Vec<_>>().into_iter().rev())
    {
        if let Fact::KeyAdded(event) = &mut entry.fact {
            event.person = person;
        }
    }
    let (_, problems) = check(&[swapped, rest].concat());
    assert!(
        problems[0].ends_with("was somebody else's then"),
        "{problems:?}"
    );
}

#[test]
fn a_ledger_that_was_another_when_it_was_seen_is_found() {
    let mut hands = Hands::default();
    entries().iter().for_each(|entry| hands.note(entry));
    let (count, problems) = hands.check_by(&|_| Ok(Hash::empty()));
    assert_eq!(count, SignatureCount { sound: 0, wrong: 2 });
    assert!(
        problems[0]
            .message
            .ends_with("what came before was changed")
    );
}
