//! `agent.list` and `agent.show`.

use std::collections::BTreeMap;

use holdpoint_domain::agent::{AgentName, AgentRecord, agents};
use holdpoint_domain::pipeline::RunId;
use holdpoint_domain::{Kind, State, Time};
use holdpoint_ports::PresentAgent;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// All agents.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAgents {}

/// All agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agents {
    /// By what agents know the server before they are enrolled; none if it does not listen for agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// In order of name.
    pub agents: Vec<AgentView>,
}

/// Where an agent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgentStanding {
    /// It was invited and has not come yet.
    Invited,
    /// Its invitation has expired before it came.
    Expired,
    /// It is connected and says what runs on its host.
    Observing,
    /// It is connected and runs steps.
    Executing,
    /// It is enrolled and not connected.
    Away,
    /// It is let in no more.
    Retired,
}

/// An agent, as the ledger knows it, and as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentView {
    /// Its name.
    pub agent: AgentName,
    /// Where it stands.
    pub standing: AgentStanding,
    /// Labels that it can be chosen by.
    pub labels: Vec<String>,
    /// Until when its invitation counts, if one is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_until: Option<Time>,
    /// When it was enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<Time>,
    /// When it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Time>,
    /// What its host calls itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Operating system and processor of its host.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// Program and version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub program: String,
    /// Steps that it can run at the same time.
    #[serde(default)]
    pub capacity: u32,
    /// Steps that it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepAtAgent>,
    /// When it said something of its host last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Time>,
}

/// A step that an agent has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepAtAgent {
    /// Of which run.
    pub run: RunId,
    /// The id of the step.
    pub step: String,
}

/// One agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowAgent {
    /// Its name.
    pub agent: String,
}

/// One agent, with what runs on its host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentPage {
    /// The agent.
    #[serde(flatten)]
    pub agent: AgentView,
    /// What runs on its host.
    pub programs: Vec<ProgramView>,
    /// Whether there is more than is listed.
    pub more: bool,
}

/// A program that runs on a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProgramView {
    /// Where its file is.
    pub path: String,
    /// SHA-256 of the file in hexadecimal digits, if the agent could read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Processes that run it.
    pub processes: u32,
}

impl Query for ListAgents {
    const NAME: &'static str = "agent.list";
    type View = Agents;

    fn answer(&self, reader: &Reader<'_>) -> Result<Agents, ServiceError> {
        let present = present(reader);
        let now = reader.now();
        let views = reader.ask(|state| {
            let all = agents(state).map(|record| {
                let there = present.get(record.name.as_str());
                view(state, record, there, now)
            });
            Ok(all.collect())
        })?;
        Ok(Agents {
            pin: reader
                .service
                .agents()
                .and_then(holdpoint_ports::Presence::pin),
            agents: views,
        })
    }
}

impl Query for ShowAgent {
    const NAME: &'static str = "agent.show";
    type View = AgentPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<AgentPage, ServiceError> {
        let mut present = present(reader);
        let there = present.remove(&self.agent);
        let now = reader.now();
        let found = reader.ask(|state| {
            let mut all = agents(state);
            let found = all.find(|record| record.name.as_str() == self.agent);
            let found = found.map(|record| view(state, record, there.as_ref(), now));
            Ok(found.ok_or_else(|| {
                let known = agents(state).map(|record| record.name.as_str());
                ServiceError::absent(Kind::Agent, &self.agent, known)
            }))
        })?;
        let agent = found?;
        let there = there.unwrap_or_default();
        let programs = there.programs.into_iter();
        Ok(AgentPage {
            agent,
            programs: programs
                .map(|(path, sha256, processes)| ProgramView {
                    path,
                    sha256,
                    processes,
                })
                .collect(),
            more: there.more,
        })
    }
}

/// Who is there; nobody for a question about the past.
fn present(reader: &Reader<'_>) -> BTreeMap<String, PresentAgent> {
    let known = reader.present.and(reader.service.agents());
    let all = known.map(holdpoint_ports::Presence::present);
    let all = all.into_iter().flatten();
    all.map(|one| (one.agent.clone(), one)).collect()
}

fn view(state: &State, record: &AgentRecord, there: Option<&PresentAgent>, now: Time) -> AgentView {
    let invited_until = record.invitation.as_ref().map(|open| open.expires);
    let known = there.cloned().unwrap_or_default();
    let labels = match known.labels.is_empty() {
        true => record.labels.iter().cloned().collect(),
        false => known.labels,
    };
    AgentView {
        agent: record.name.clone(),
        standing: standing(record, there, now),
        labels,
        invited_until,
        enrolled: record.enrolled.as_ref().map(|enrolled| enrolled.time),
        retired: record.retired.as_ref().map(|retired| retired.time),
        host: match known.host.is_empty() {
            true => { record.enrolled.as_ref() }
                .map(|enrolled| enrolled.host.clone())
                .unwrap_or_default(),
            false => known.host,
        },
        system: known.system,
        program: known.program,
        capacity: known.capacity,
        steps: known
            .steps
            .iter()
            .filter_map(|intent| at_agent(state, *intent))
            .collect(),
        heard: (known.heard > 0).then(|| Time::from_millis(known.heard)),
    }
}

fn at_agent(state: &State, intent: u64) -> Option<StepAtAgent> {
    let (run, place) = state.errands.at_agent(intent)?;
    let found = state.runs.peek(&run.key())?;
    Some(StepAtAgent {
        run: run.clone(),
        step: found.planned.step(place)?.id.clone(),
    })
}

fn standing(record: &AgentRecord, there: Option<&PresentAgent>, now: Time) -> AgentStanding {
    let open = record.invitation.as_ref();
    match (&record.retired, &record.enrolled, there) {
        (Some(_), ..) => AgentStanding::Retired,
        (None, Some(_), Some(there)) if there.connected && there.executes => {
            AgentStanding::Executing
        }
        (None, Some(_), Some(there)) if there.connected => AgentStanding::Observing,
        (None, Some(_), _) => AgentStanding::Away,
        (None, None, _) if open.is_some_and(|open| open.expires > now) => AgentStanding::Invited,
        (None, None, _) => AgentStanding::Expired,
    }
}

impl AgentStanding {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Observing => "observing",
            Self::Executing => "executing",
            Self::Away => "away",
            Self::Retired => "retired",
        }
    }
}
