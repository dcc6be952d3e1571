//! What is known of a status that forges show.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::environment::EnvironmentName;
use crate::gate::Outcome;
use crate::kernel::{Key, Kind, Time};
use crate::release::ReleaseName;

/// Where a status is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The repository, as the release names it.
    pub repository: String,
    /// The commit, by its object name in hex.
    pub commit: String,
}

/// Why a forge does not show it. What the forge said in its own words is in the log of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The token is not where the settings say.
    TokenMissing,
    /// The forge does not know the token.
    TokenUnknown,
    /// The token may not do that.
    Forbidden,
    /// The forge does not find the repository or the commit, or does not show it to the token.
    Absent,
    /// The forge wants to be left alone for a while.
    Limited,
    /// The forge says no.
    Refused,
    /// The forge cannot be reached.
    Unreachable,
}

impl Trouble {
    /// The same in words.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::TokenMissing => "its token is not where the settings say",
            Self::TokenUnknown => "it does not know the token",
            Self::Forbidden => "the token may not do that",
            Self::Absent => "it does not find the repository or the commit",
            Self::Limited => "it wants to be left alone for a while",
            Self::Refused => "it says no",
            Self::Unreachable => "it cannot be reached",
        }
    }

    /// Whether it lies with this one thing that was to be shown, and trying again brings nothing.
    #[must_use]
    pub fn lasting(self) -> bool {
        matches!(self, Self::Absent | Self::Refused)
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// It is to be shown.
    Waiting,
    /// It is shown.
    Shown,
    /// It was given up.
    GivenUp,
}

/// What a gate said, as forges are to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
    /// What it said.
    pub verdict: Outcome,
    /// Where that is shown.
    pub targets: Vec<Target>,
    /// Position of the intent.
    pub position: u64,
    /// Since when it is to be shown.
    pub requested: Time,
    /// How far it has come.
    pub progress: Progress,
    /// When it came there.
    pub turned: Time,
    /// Why it could not be shown the last time, if it could not.
    pub trouble: Option<Trouble>,
}

/// The aggregate of a release in an environment.
pub(super) fn key(release: &ReleaseName, environment: &EnvironmentName) -> Key {
    Key::new(Kind::Status, &format!("{release}/{environment}"))
}

/// What the name of such an aggregate is made of.
pub(crate) fn parts(name: &str) -> Option<(ReleaseName, EnvironmentName)> {
    let (release, environment) = name.split_once('/')?;
    Some((release.parse().ok()?, environment.parse().ok()?))
}
