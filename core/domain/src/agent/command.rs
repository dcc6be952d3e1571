//! What can be asked of agents.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::{agent_retired, agent_secret_wrong, agent_unknown, agent_wrong};
use super::{AgentEnrolled, AgentInvited, AgentName, AgentRetired};
use crate::access::{Permission, Required};
use crate::kernel::{Context, Decide, Digest, Halt, Time};
use crate::{Fact, State};

/// An agent has at most so many labels.
const LABELS: usize = 32;
/// A label is at most so long.
const LABEL: usize = 64;
/// A name is at most so long: it is the common name of a certificate.
const NAME: usize = 63;
/// What a host calls itself is at most so long.
const HOST: usize = 200;
/// A secret counts for at most so long, in milliseconds: 30 days.
const LONGEST: i64 = 30 * 24 * 3_600_000;

/// Invites a host to be an agent. One of that name that there is goes on until the invitation is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteAgent {
    /// What it is called.
    pub agent: AgentName,
    /// Labels by which it may be chosen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<String>,
    /// SHA-256 of the secret.
    pub secret: Digest,
    /// Until when the secret counts.
    pub expires: Time,
}

impl Decide for InviteAgent {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Agents))
    }

    fn decide(&self, _: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let wrong = self.wrong(context.now);
        if !wrong.is_empty() {
            return Err(agent_wrong(&self.agent, wrong.join("; ")).into());
        }
        let invited = AgentInvited {
            agent: self.agent.clone(),
            labels: self.labels.clone(),
            secret: self.secret,
            expires: self.expires,
        };
        Ok(vec![invited.into()])
    }
}

impl InviteAgent {
    /// Everything that is wrong with it.
    fn wrong(&self, now: Time) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.agent.as_str().len() > NAME {
            wrong.push(format!("its name is longer than {NAME} characters"));
        }
        if self.labels.len() > LABELS {
            wrong.push(format!("it has {} labels", self.labels.len()));
        }
        let labels = self.labels.iter().filter(|label| !fits(label)).take(5);
        wrong.extend(labels.map(|label| format!("`{}` is no label", shown(label))));
        if self.expires <= now {
            wrong.push("its secret would have expired".to_owned());
        }
        if self.expires > now.after(LONGEST) {
            wrong.push("its secret would count for more than 30 days".to_owned());
        }
        wrong
    }
}

fn fits(label: &str) -> bool {
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '=' | '/' | '-');
    (1..=LABEL).contains(&label.len()) && label.chars().all(plain)
}

fn shown(text: &str) -> String {
    let all = text.chars().flat_map(char::escape_debug);
    all.take(LABEL).collect()
}

/// Lets a host in that has brought the secret. Holdpoint itself says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolAgent {
    /// Which agent.
    pub agent: AgentName,
    /// SHA-256 of the secret that it brought.
    pub secret: Digest,
    /// SHA-256 of its public key.
    pub key: Digest,
    /// What its host calls itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Labels by which it would be chosen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<String>,
}

impl Decide for EnrolAgent {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let found = state.agents.get(&self.agent);
        let found = found.ok_or_else(|| agent_unknown(&self.agent))?;
        let open = found.invitation.as_ref();
        let open = open.filter(|open| open.secret == self.secret && open.expires > context.now);
        let open = open.filter(|open| self.labels.is_subset(&open.labels));
        if open.is_none() {
            return Err(agent_secret_wrong(&self.agent).into());
        }
        let host = self.host.chars().filter(|c| !c.is_control());
        let enrolled = AgentEnrolled {
            agent: self.agent.clone(),
            key: self.key,
            host: host.take(HOST).collect(),
            labels: self.labels.clone(),
        };
        Ok(vec![enrolled.into()])
    }
}

/// Lets an agent in no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetireAgent {
    /// Which.
    pub agent: AgentName,
}

impl Decide for RetireAgent {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Agents))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let found = state.agents.get(&self.agent);
        let found = found.ok_or_else(|| agent_unknown(&self.agent))?;
        if found.retired.is_some() {
            return Err(agent_retired(&self.agent).into());
        }
        let agent = self.agent.clone();
        Ok(vec![AgentRetired { agent }.into()])
    }
}
