//! What is imported, wherever it came from.

use serde::{Deserialize, Serialize};

use crate::Place;

/// How much depends on a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Criticality {
    /// Nobody notices for days.
    Low,
    /// Work is slower without it.
    Medium,
    /// Customers notice.
    High,
    /// The business stops.
    Critical,
}

/// A business or IT unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Valid and unique, see [`crate::slug`].
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The unit that it belongs to.
    pub parent: Option<String>,
    /// Where it comes from.
    pub place: Place,
    /// Whether it was only mentioned by something else.
    pub implied: bool,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Valid and unique.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The unit that it belongs to.
    pub unit: Option<String>,
    /// Its mail address.
    pub mail: Option<String>,
    /// Where it comes from.
    pub place: Place,
    /// Whether it was only mentioned by something else.
    pub implied: bool,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The short name, valid and unique.
    pub handle: String,
    /// The full name.
    pub name: String,
    /// The mail address.
    pub mail: Option<String>,
    /// The teams that the person is in, sorted.
    pub teams: Vec<String>,
    /// Where it comes from.
    pub place: Place,
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Valid and unique.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is, in the words of the source: `service`, `website`, `database`.
    pub kind: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// The unit that it belongs to.
    pub unit: Option<String>,
    /// The team that owns it.
    pub team: Option<String>,
    /// How much depends on it.
    pub criticality: Option<Criticality>,
    /// Where its source is.
    pub repository: Option<String>,
    /// How far it is: `production`, `deprecated`.
    pub lifecycle: Option<String>,
    /// The components that it needs, sorted.
    pub depends_on: Vec<String>,
    /// Where it comes from.
    pub place: Place,
}

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Valid and unique.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Where it comes from.
    pub place: Place,
    /// Whether it was only mentioned by something else.
    pub implied: bool,
}

/// All that is imported, each list in the order of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Business and IT units.
    pub units: Vec<Unit>,
    /// Teams.
    pub teams: Vec<Team>,
    /// People.
    pub people: Vec<Person>,
    /// Components.
    pub components: Vec<Component>,
    /// Environments.
    pub environments: Vec<Environment>,
}
