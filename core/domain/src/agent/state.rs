//! What is known of an agent.

use std::collections::BTreeSet;

use crate::State;
use crate::kernel::{Actor, Digest, Kind, Time, name_type};

name_type!(
    /// The name of an agent.
    AgentName, Kind::Agent
);

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentRecord {
    /// Its name.
    pub name: AgentName,
    /// Labels by which it may be chosen.
    pub labels: BTreeSet<String>,
    /// The invitation that counts, until it has come or that has expired.
    pub invitation: Option<Invitation>,
    /// That it has come.
    pub enrolled: Option<Enrolment>,
    /// That it is let in no more.
    pub retired: Option<Retirement>,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who invited.
    pub by: Actor,
    /// When.
    pub time: Time,
    /// Until when it counts.
    pub expires: Time,
    /// SHA-256 of the secret.
    pub secret: Digest,
    /// Labels by which whoever comes may be chosen.
    pub labels: BTreeSet<String>,
}

/// That an agent has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// When.
    pub time: Time,
    /// SHA-256 of its public key then.
    pub key: Digest,
    /// What its host calls itself.
    pub host: String,
}

/// That an agent is let in no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// When.
    pub time: Time,
    /// Who said so.
    pub by: Actor,
}

/// All agents, the retired ones too, in order of name.
pub fn agents(state: &State) -> impl Iterator<Item = &AgentRecord> {
    state.agents.values()
}
