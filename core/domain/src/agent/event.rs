//! What has happened to agents.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::{AgentName, AgentRecord, Enrolment, Invitation, Retirement};
use crate::State;
use crate::kernel::{Digest, Evolve, Key, Meta, Time};

/// Somebody has invited a host to be an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentInvited {
    /// What it is called.
    pub agent: AgentName,
    /// Labels by which it may be chosen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<String>,
    /// SHA-256 of the secret that it brings: of 256 random bits, which nobody guesses.
    pub secret: Digest,
    /// Until when the secret counts.
    pub expires: Time,
}

impl Evolve for AgentInvited {
    fn subject(&self) -> Key {
        self.agent.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let fresh = || AgentRecord {
            name: self.agent.clone(),
            labels: self.labels.clone(),
            invitation: None,
            enrolled: None,
            retired: None,
        };
        let record = state.agents.entry(self.agent.clone());
        let record = record.or_insert_with(fresh);
        if record.retired.take().is_some() {
            record.enrolled = None;
        }
        record.invitation = Some(Invitation {
            by: meta.actor.clone(),
            time: meta.time,
            expires: self.expires,
            secret: self.secret,
            labels: self.labels.clone(),
        });
    }
}

/// A host has come with the secret of an invitation, and is the agent from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentEnrolled {
    /// Which agent.
    pub agent: AgentName,
    /// SHA-256 of its public key, as SubjectPublicKeyInfo in DER.
    pub key: Digest,
    /// What its host calls itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Labels by which it may be chosen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<String>,
}

impl Evolve for AgentEnrolled {
    fn subject(&self) -> Key {
        self.agent.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(record) = state.agents.get_mut(&self.agent) {
            record.invitation = None;
            record.labels.clone_from(&self.labels);
            record.enrolled = Some(Enrolment {
                time: meta.time,
                key: self.key,
                host: self.host.clone(),
            });
        }
    }
}

/// An agent is let in no more, and its invitation does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentRetired {
    /// Which agent.
    pub agent: AgentName,
}

impl Evolve for AgentRetired {
    fn subject(&self) -> Key {
        self.agent.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(record) = state.agents.get_mut(&self.agent) {
            record.invitation = None;
            record.retired = Some(Retirement {
                time: meta.time,
                by: meta.actor.clone(),
            });
        }
    }
}
