//! Counting people: each once, and each authority once.

use std::collections::BTreeMap;

use super::Approval;
use crate::organisation::PersonId;

/// How many distinct people with distinct authorities have decided.
///
/// A person who decides twice counts once; so does an authority that is used twice, by its owner and by
/// whoever stands in for them. That is the largest matching between people and authorities (Kuhn 1955).
pub(crate) fn distinct(approvals: &[&Approval]) -> u32 {
    let mut pairs: BTreeMap<&PersonId, Vec<&PersonId>> = BTreeMap::new();
    for approval in approvals {
        pairs
            .entry(&approval.person)
            .or_default()
            .push(approval.principal());
    }
    let mut taken = BTreeMap::new();
    let people = pairs.keys().filter(|person| {
        let mut tried = Vec::new();
        assign(person, &pairs, &mut taken, &mut tried)
    });
    u32::try_from(people.count()).unwrap_or(u32::MAX)
}

fn assign<'a>(
    person: &'a PersonId,
    pairs: &BTreeMap<&'a PersonId, Vec<&'a PersonId>>,
    taken: &mut BTreeMap<&'a PersonId, &'a PersonId>,
    tried: &mut Vec<&'a PersonId>,
) -> bool {
    for authority in pairs.get(person).into_iter().flatten() {
        if tried.contains(authority) {
            continue;
        }
        tried.push(authority);
        let free = match taken.get(authority).copied() {
            None => true,
            Some(owner) => assign(owner, pairs, taken, tried),
        };
        if free {
            taken.insert(authority, person);
            return true;
        }
    }
    false
}
