#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Approval, Say, distinct};
use crate::access::Role;
use crate::kernel::{Digest, Time};
use crate::organisation::PersonId;

fn approval(person: u8, principal: u8) -> Approval {
    let id = |number: u8| PersonId::from_bits(u128::from(number));
    Approval {
        position: 0,
        say: Say::Approve,
        person: id(person),
        on_behalf_of: (person != principal).then(|| id(principal)),
        scope: None,
        role: Role::Sre,
        environment: None,
        manifest: Digest::of(b""),
        time: Time::default(),
        comment: None,
        key: None,
    }
}

fn count(pairs: &[(u8, u8)]) -> usize {
    let all: Vec<_> = pairs
        .iter()
        .map(|(person, principal)| approval(*person, *principal))
        .collect();
    distinct(&all.iter().collect::<Vec<_>>()) as usize
}

/// The most pairs in which neither side occurs twice, by trying every subset.
fn most(pairs: &[(u8, u8)]) -> usize {
    let apart = |chosen: &[(u8, u8)]| {
        chosen.iter().enumerate().all(|(index, one)| {
            chosen
                .iter()
                .take(index)
                .all(|other| one.0 != other.0 && one.1 != other.1)
        })
    };
    let subset = |mask: u32| -> Vec<_> {
        let picked = pairs
            .iter()
            .enumerate()
            .filter(|(index, _)| mask >> index & 1 == 1);
        picked.map(|(_, pair)| *pair).collect()
    };
    (0..1_u32 << pairs.len())
        .map(subset)
        .filter(|s| apart(s))
        .map(|s| s.len())
        .max()
        .unwrap()
}

#[test]
fn counting_agrees_with_trying_everything() {
    let all: Vec<(u8, u8)> = (0..3)
        .flat_map(|one| (0..3).map(move |other| (one, other)))
        .collect();
    for mask in 0..1_u32 << all.len() {
        let picked = all
            .iter()
            .enumerate()
            .filter(|(index, _)| mask >> index & 1 == 1);
        let pairs: Vec<_> = picked.map(|(_, pair)| *pair).collect();
        assert_eq!(count(&pairs), most(&pairs), "{pairs:?}");
    }
}

#[test]
fn a_long_chain_of_stand_ins_is_untangled() {
    let chain: Vec<_> = (0..20).flat_map(|n| [(n, n), (n, n + 1)]).collect();
    assert_eq!(count(&chain), 20);
    let one_authority: Vec<_> = (0..20).map(|n| (n, 99)).collect();
    assert_eq!(count(&one_authority), 1);
}
