//! What a record and a column can be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the records of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// Business and IT units.
    Unit,
    /// Teams.
    Team,
    /// People.
    Person,
    /// Components.
    Component,
    /// Environments.
    Environment,
    /// Who is in which team.
    Membership,
    /// Which component needs which.
    Dependency,
    /// Nothing that is imported.
    Skip,
}

impl RecordKind {
    /// The fields that such a record has.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        use Field::{
            Criticality, Description, Environment, FirstName, Handle, Id, Kind, LastName,
            Lifecycle, Mail, Member, Members, Name, Needed, Needs, Parent, Repository, Team, Teams,
            Unit,
        };
        match self {
            Self::Unit => &[Id, Name, Parent],
            Self::Team => &[Id, Name, Unit, Mail, Members],
            Self::Person => &[Id, Handle, Name, FirstName, LastName, Mail, Teams],
            Self::Component => &[
                Id,
                Name,
                Kind,
                Description,
                Unit,
                Team,
                Criticality,
                Repository,
                Lifecycle,
                Needs,
                Environment,
            ],
            Self::Environment => &[Id, Name],
            Self::Membership => &[Member, Team],
            Self::Dependency => &[Name, Needed, Kind],
            Self::Skip => &[],
        }
    }

    /// The fields without which a row says nothing. People may have two halves of a name instead.
    #[must_use]
    pub fn required(self) -> &'static [Field] {
        match self {
            Self::Membership => &[Field::Member, Field::Team],
            Self::Dependency => &[Field::Name, Field::Needed],
            Self::Person | Self::Skip => &[],
            _ => &[Field::Name],
        }
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unit => "units",
            Self::Team => "teams",
            Self::Person => "people",
            Self::Component => "components",
            Self::Environment => "environments",
            Self::Membership => "memberships",
            Self::Dependency => "dependencies",
            Self::Skip => "nothing",
        })
    }
}

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// What other records call it, such as a `sys_id`.
    Id,
    /// What people call it; of a dependency, the component that needs another.
    Name,
    /// What it is, in the words of the source.
    Kind,
    /// What it does.
    Description,
    /// The unit that it belongs to.
    Unit,
    /// The unit above.
    Parent,
    /// The team that owns it, or that somebody is in.
    Team,
    /// All teams that somebody is in.
    Teams,
    /// Everybody in a team.
    Members,
    /// Somebody in a team.
    Member,
    /// A short name to call a person by.
    Handle,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Mail address.
    Mail,
    /// How much depends on it.
    Criticality,
    /// Where its source is.
    Repository,
    /// How far it is.
    Lifecycle,
    /// The components that it needs.
    Needs,
    /// The component that is needed.
    Needed,
    /// The environment that it is in.
    Environment,
}
