//! What is known of the organisation, its units, teams and people.

use imbl::OrdMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NamingRule, Witnesses};
use crate::access::policy::Authorisation;
use crate::bulletin::Channels;
use crate::calendar::{CalendarName, FiscalSettings};
use crate::directory::Directory;
use crate::kernel::{Digest, Kind, Sealed, Time, name_type, opaque_type};
use crate::release::ReleaseName;
use crate::retention::{Kept, Retention};
use crate::status::Forge;
use crate::workload::Workloads;

name_type!(
    /// The name of the one organisation.
    OrganisationName, Kind::Organisation
);
name_type!(
    /// The name of a unit.
    UnitName, Kind::Unit
);
name_type!(
    /// The name of a team.
    TeamName, Kind::Team
);
opaque_type!(
    /// A person. Who that is stands in the vault, never in the ledger.
    PersonId, Kind::Person, "per_"
);

/// The one organisation that a ledger belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: OrganisationName,
    /// Whether all of this is sample data.
    pub sample: bool,
    /// When it was founded.
    pub founded: Time,
    /// What holds everywhere in it.
    pub settings: Settings,
}

/// What holds everywhere in the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The time zone that people are shown times in, by IANA name; UTC if empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub timezone: String,
    /// What artifacts are named like: the first rule for their kind counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub naming: Vec<NamingRule>,
    /// Whose signatures on evidence are believed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<Signer>,
    /// By which ways people are told what waits for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Channels>,
    /// What forbids more than the roles do; none where roles alone say who may do what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<Authorisation>,
    /// Who cosigns the ledger's checkpoints; nobody if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnesses: Option<Witnesses>,
    /// How long names and reasons behind decisions are kept; not longer than the people whose they are if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
    /// Which programs are let in, by tokens of whom; none if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workloads: Option<Box<Workloads>>,
    /// How people of the organisation's directory come here; not at all if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<Box<Directory>>,
    /// How the organisation divides its year; calendar months from January on if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fiscal: Option<FiscalSettings>,
    /// Which forges show what gates say; none if nothing is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forges: Vec<Forge>,
}

/// A key that evidence may be signed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// What the organisation calls it, such as `ci`.
    pub name: String,
    /// The public key: its SubjectPublicKeyInfo (RFC 5280), in base64.
    pub key: String,
}

impl Settings {
    /// Whether there is a scheme for artifacts.
    #[must_use]
    pub fn has_scheme(&self) -> bool {
        !self.naming.is_empty()
    }

    /// The digest of the keys that evidence may be signed with: documents are read under them.
    #[must_use]
    pub fn signers_digest(&self) -> Digest {
        Digest::of_value(&self.signers)
    }
}

/// A business or IT unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name.
    pub name: UnitName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The unit that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitName>,
    /// Working times and holidays, by name of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
}

/// People who work together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its name.
    pub name: TeamName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The unit that it belongs to.
    pub unit: UnitName,
    /// Who is in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<PersonId>,
}

/// A person, as far as the ledger may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// When they were added.
    pub added: Time,
    /// When they were deactivated: until they are reactivated they do not act.
    pub deactivated: Option<Time>,
    /// When they were erased: the id stays, and names nobody any more.
    pub erased: Option<Time>,
    /// Why, if a reason was given.
    pub note: Option<Sealed>,
    /// What stays of them, by release, once they are erased.
    pub retained: OrdMap<ReleaseName, Kept>,
}
