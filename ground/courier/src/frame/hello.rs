//! The greeting.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Body;
use crate::AgentId;

/// Who an agent is and what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Of the protocol.
    pub version: u32,
    /// What it can do beyond its version.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// What the other side must be able to do.
    #[serde(default)]
    pub requires: BTreeSet<String>,
    /// Its name.
    pub agent: AgentId,
    /// Program and version, for people.
    #[serde(default)]
    pub program: String,
    /// The boot of the host.
    #[serde(default)]
    pub boot: String,
    /// How often it was started: kept by the agent, and higher with every start.
    pub incarnation: u64,
    /// How often it has connected since it was started. Of two sessions the newer one counts.
    pub connect: u64,
    /// What it does.
    #[serde(default)]
    pub mode: Mode,
    /// What it can be chosen by.
    #[serde(default)]
    pub labels: BTreeSet<String>,
    /// Slots of work that it takes at the same time.
    #[serde(default)]
    pub capacity: u32,
    /// Work that it has.
    #[serde(default)]
    pub tasks: Vec<Running>,
}

/// What an agent does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// It takes work.
    Execute,
    /// It only says what runs on its host. So does an agent of a mode that is not known.
    #[default]
    #[serde(other)]
    Observe,
}

/// Work that an agent has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Which.
    pub key: u64,
    /// Of the newest offer of it.
    #[serde(default)]
    pub epoch: u64,
    /// Room that it takes.
    #[serde(default)]
    pub slots: u32,
    /// How far it is.
    pub stage: Stage,
    /// Bytes of output that there are.
    #[serde(default)]
    pub log: u64,
}

/// How far work is at an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It has heard of it and not yet answered.
    Offered,
    /// It is written down.
    Accepted,
    /// It has begun.
    Started,
    /// It has ended. How will be said.
    #[serde(other)]
    Ended,
}

/// The server's answer to a greeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Of the protocol.
    pub version: u32,
    /// What it can do beyond its version.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// What the other side must be able to do.
    #[serde(default)]
    pub requires: BTreeSet<String>,
    /// Who is in charge; an agent turns away from an older one.
    pub epoch: u64,
    /// Of each work that the agent named, how many bytes of output are kept. What is not here begins at 0.
    #[serde(default)]
    pub logs: BTreeMap<u64, u64>,
    /// Milliseconds between two questions whether the other side is there.
    pub ping_ms: u64,
    /// Milliseconds of silence after which the other side is not there.
    pub lost_ms: u64,
}

impl Body for Hello {}
impl Body for Welcome {}
