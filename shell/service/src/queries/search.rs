//! `search`: everything that has a name with these words in it.

use holdpoint_domain::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::find::{lines, says};
use crate::{Names, Reader, ServiceError};

/// Everything that has a name with these words in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Search {
    /// The words; all must occur.
    pub words: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundThings {
    /// Of each kind at most twenty.
    pub found: Vec<Found>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// `component`, `environment`, `team`, `person` or `release`.
    pub kind: String,
    /// Its name, or a person's handle.
    pub name: String,
    /// What people call it.
    pub title: String,
}

/// How many of a kind.
const MOST: usize = 20;

/// How many people are looked through: each is asked of the vault.
const PEOPLE: usize = 500;

impl Query for Search {
    const NAME: &'static str = "search";
    type View = FoundThings;

    fn answer(&self, reader: &Reader<'_>) -> Result<FoundThings, ServiceError> {
        let words = self.words.to_lowercase();
        let names = reader.names();
        let mut found = reader.ask(|state| Ok(declared(state, &words)))?;
        found.extend(reader.ask(|state| Ok(people(state, names, &words)))?);
        let releases = lines(reader)?;
        let mut releases: Vec<_> = releases.iter().filter(|line| says(line, &words)).collect();
        releases.sort_by_key(|line| (std::cmp::Reverse(line.created), &line.name));
        found.extend(releases.iter().take(MOST).map(|line| Found {
            kind: "release".to_owned(),
            name: line.name.to_string(),
            title: names.text(line.title.as_ref()).unwrap_or_default(),
        }));
        Ok(FoundThings { found })
    }
}

fn says_it(words: &str, texts: [&str; 2]) -> bool {
    words
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.to_lowercase().contains(word)))
}

fn declared(state: &State, words: &str) -> Vec<Found> {
    let of = |kind: &str, name: &str, title: &str| Found {
        kind: kind.to_owned(),
        name: name.to_owned(),
        title: title.to_owned(),
    };
    let components = state.components.values();
    let components = components
        .filter(|one| says_it(words, [one.name.as_str(), &one.title]))
        .map(|one| of("component", one.name.as_str(), &one.title));
    let places = state.environments.values();
    let places = places
        .filter(|one| says_it(words, [one.name.as_str(), &one.title]))
        .map(|one| of("environment", one.name.as_str(), &one.title));
    let teams = state.teams.values();
    let teams = teams
        .filter(|one| says_it(words, [one.name.as_str(), &one.title]))
        .map(|one| of("team", one.name.as_str(), &one.title));
    components
        .take(MOST)
        .chain(places.take(MOST))
        .chain(teams.take(MOST))
        .collect()
}

fn people(state: &State, names: Names<'_>, words: &str) -> Vec<Found> {
    let profiles = state.people.keys().take(PEOPLE);
    let profiles = profiles.filter_map(|id| names.profile(id));
    profiles
        .filter(|one| says_it(words, [&one.handle, &one.name]))
        .take(MOST)
        .map(|one| Found {
            kind: "person".to_owned(),
            name: one.handle,
            title: one.name,
        })
        .collect()
}
