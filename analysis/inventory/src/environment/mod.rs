//! Environments, guessed from what a repository calls its configurations.

mod ci;
mod files;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tree::Tree;

/// Where an environment was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reason {
    /// The file; empty when there was nothing to go by.
    pub file: String,
    /// The line in it, if it is a matter of a line.
    pub line: Option<u32>,
    /// What it is taken for.
    pub text: String,
}

/// An environment that the repository seems to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundEnvironment {
    /// Its usual name: `prod` and `live` are `production`.
    pub name: String,
    /// What the repository calls it.
    pub spellings: Vec<String>,
    /// Whether it is one that customers use, and that should be protected.
    pub protected: bool,
    /// Why it is taken for one; at most five.
    pub reasons: Vec<Reason>,
}

/// More reasons convince nobody.
const MOST_REASONS: usize = 5;

/// A name as it was seen.
pub(crate) struct Sighting {
    pub(crate) spelling: String,
    pub(crate) reason: Reason,
}

/// The environments in the order in which a release passes through them; the usual three if there are none.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<FoundEnvironment> {
    let mut sightings = ci::sightings(tree);
    sightings.extend(files::sightings(tree));
    if sightings.is_empty() {
        return usual();
    }
    let mut found: BTreeMap<(u8, String), FoundEnvironment> = BTreeMap::new();
    for Sighting { spelling, reason } in sightings {
        let (name, rank) = words::canonical(&spelling);
        let environment = found
            .entry((rank, name.clone()))
            .or_insert_with(|| FoundEnvironment {
                protected: words::is_protected(&name),
                name,
                spellings: Vec::new(),
                reasons: Vec::new(),
            });
        if !environment.spellings.contains(&spelling) {
            environment.spellings.push(spelling);
        }
        if environment.reasons.len() < MOST_REASONS && !environment.reasons.contains(&reason) {
            environment.reasons.push(reason);
        }
    }
    found.into_values().collect()
}

fn usual() -> Vec<FoundEnvironment> {
    let text = "nothing in the repository names an environment; this is one of the usual three";
    let reason = Reason {
        file: String::new(),
        line: None,
        text: text.to_owned(),
    };
    let environment = |name: &str| FoundEnvironment {
        name: name.to_owned(),
        spellings: Vec::new(),
        protected: words::is_protected(name),
        reasons: vec![reason.clone()],
    };
    ["development", "staging", "production"]
        .map(environment)
        .to_vec()
}
