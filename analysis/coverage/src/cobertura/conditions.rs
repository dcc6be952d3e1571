//! What a line says of its branches.

use std::collections::BTreeSet;

use super::xml::Element;
use crate::{Branches, Counted};

/// Reads `branch="true" condition-coverage="50% (1/2)"`, and `missing-branches="3,exit"` where it is written.
pub(super) fn read(element: &Element) -> Result<Branches, String> {
    let is_branch = element
        .attribute("branch")
        .is_some_and(|branch| branch.eq_ignore_ascii_case("true"));
    let Some(text) = element
        .attribute("condition-coverage")
        .filter(|_| is_branch)
    else {
        return Ok(Branches::default());
    };
    let parsed = parse(text).filter(|(covered, total)| covered <= total);
    let (best, total) = parsed
        .ok_or_else(|| format!("whose `condition-coverage` is `{text}`, not like `50% (1/2)`"))?;
    let named = element.attribute("missing-branches").map(missing);
    // Only a list that accounts for all that is missing says which were taken.
    let missing = match best == total {
        true => Some(BTreeSet::new()),
        false => named.filter(|named| named.len() as u64 == u64::from(total - best)),
    };
    Ok(Branches {
        counted: Some(Counted {
            total,
            best,
            sum: best,
            named: missing.is_some(),
            missing,
        }),
        ..Branches::default()
    })
}

/// The numbers in brackets: taken, of how many.
fn parse(text: &str) -> Option<(u32, u32)> {
    let (_, rest) = text.split_once('(')?;
    let (inner, _) = rest.split_once(')')?;
    let (covered, total) = inner.split_once('/')?;
    Some((covered.trim().parse().ok()?, total.trim().parse().ok()?))
}

fn missing(text: &str) -> BTreeSet<String> {
    let names = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
