//! Reads the history.

use std::collections::BTreeMap;

use holdpoint_ports::LedgerStore as _;

use super::arena::Acknowledged;
use super::fighter::{ACTOR, author_of};
use crate::world::{entries, open};

/// How many entries there are, or what is wrong with them.
pub(super) fn check(url: &str, acknowledged: &Acknowledged) -> Result<usize, String> {
    let ledger = open(url).map_err(|error| error.to_string())?;
    let reader = ledger.reader().unwrap();
    let mut positions = BTreeMap::new();
    for (position, key) in (0..).zip(entries(&*reader)) {
        if let Some(before) = positions.insert(key.clone(), position) {
            return Err(format!(
                "`{key}` is there twice, at {before} and {position}"
            ));
        }
        let used = reader.idempotency(ACTOR, &key).unwrap();
        if used.map(|used| used.first) != Some(position) {
            return Err(format!("the key of `{key}` at {position} leads elsewhere"));
        }
    }
    for (key, position) in acknowledged {
        match positions.get(key) {
            Some(found) if found == position => {}
            Some(found) => return Err(format!("`{key}` moved from {position} to {found}")),
            None => return Err(format!("`{key}` was acknowledged and is lost")),
        }
    }
    let head = reader.head().unwrap().unwrap();
    let whole = author_of(&*reader).unwrap().head();
    if head != whole {
        return Err("the head is not of the entries".to_owned());
    }
    Ok(positions.len())
}
