//! Who acts, and what an entry says besides its data.

use std::fmt;
use std::str::FromStr;

use super::{NameError, Time};
use crate::organisation::PersonId;
use crate::workload::Workload;

/// Who asks for a command.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person, by opaque id.
    Person(PersonId),
    /// A program that has proved what it is, in one of its runs.
    Workload(Workload),
    /// Holdpoint itself, carrying out what is due.
    System,
}

impl Actor {
    /// The person, if one acts.
    #[must_use]
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Workload(_) | Self::System => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(person) => fmt::Display::fmt(person, f),
            Self::Workload(workload) => fmt::Display::fmt(workload, f),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "system" => Ok(Self::System),
            workload if workload.starts_with("workload/") => workload.parse().map(Self::Workload),
            person => PersonId::new(person).map(Self::Person),
        }
    }
}

/// What an entry says besides its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Its position in the ledger.
    pub position: u64,
    /// Its time; never decreases.
    pub time: Time,
    /// Who caused it.
    pub actor: Actor,
}
