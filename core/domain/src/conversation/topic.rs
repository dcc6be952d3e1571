//! What a comment is about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::refusal::topic_unknown;
use crate::State;
use crate::catalogue::ComponentName;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Halt, Key, Kind, NameError};
use crate::release::ReleaseName;
use crate::waiver::WaiverId;

/// What a comment is about; written as the aggregate's key, such as `release/march`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Topic {
    /// A release.
    Release(ReleaseName),
    /// An environment.
    Environment(EnvironmentName),
    /// A component.
    Component(ComponentName),
    /// A deployment.
    Deployment(DeploymentId),
    /// A waiver.
    Waiver(WaiverId),
}

impl Topic {
    /// The aggregate that it is.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Release(name) => name.key(),
            Self::Environment(name) => name.key(),
            Self::Component(name) => name.key(),
            Self::Deployment(id) => id.key(),
            Self::Waiver(id) => id.key(),
        }
    }

    /// Where the comments about it are found.
    #[must_use]
    pub fn conversation(&self) -> Key {
        Key::new(Kind::Conversation, &self.to_string())
    }

    /// Checks that there is such a thing, whether it is finished or not.
    pub(super) fn check(&self, state: &State) -> Result<(), Halt> {
        let there = match self {
            Self::Release(name) => state.releases.get(&name.key())?.is_some(),
            Self::Environment(name) => state.environments.contains_key(name),
            Self::Component(name) => state.components.contains_key(name),
            Self::Deployment(id) => state.deployments.get(&id.key())?.is_some(),
            Self::Waiver(id) => state.waivers.get(&id.key())?.is_some(),
        };
        match there {
            true => Ok(()),
            false => Err(topic_unknown(self).into()),
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.key(), f)
    }
}

/// Not the name of something that can be commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicError {
    /// No kind that can be commented on stands before the slash.
    Kind(String),
    /// What stands behind it is no name of that kind.
    Name(NameError),
}

impl fmt::Display for TopicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(text) => write!(
                f,
                "`{text}` is nothing to comment on; write `release/NAME`, `environment/NAME`, `component/NAME`, `deployment/ID` or `waiver/ID`"
            ),
            Self::Name(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl std::error::Error for TopicError {}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, name) = text.split_once('/').unwrap_or((text, ""));
        let topic = match kind {
            "release" => name.parse().map(Self::Release),
            "environment" => name.parse().map(Self::Environment),
            "component" => name.parse().map(Self::Component),
            "deployment" => name.parse().map(Self::Deployment),
            "waiver" => name.parse().map(Self::Waiver),
            _ => return Err(TopicError::Kind(text.to_owned())),
        };
        topic.map_err(TopicError::Name)
    }
}

impl TryFrom<String> for Topic {
    type Error = TopicError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.to_string()
    }
}

impl schemars::JsonSchema for Topic {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Topic".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(release|environment|component|deployment|waiver)/[A-Za-z0-9._-]{1,80}$"
        })
    }
}
