//! What the pages show.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    AgentStanding, AgentView as Found, ListAgents, ProgramView, ShowAgent,
};

use super::words::AgentWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::when::When;

/// All agents.
pub(super) struct AgentsView {
    pub(super) agents: Vec<Line>,
}

/// An agent among others.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) to: String,
    pub(super) mark: Mark,
    pub(super) labels: Vec<String>,
    pub(super) load: String,
    pub(super) host: String,
    pub(super) heard: Option<When>,
}

/// One agent.
pub(super) struct AgentView {
    pub(super) line: Line,
    pub(super) steps: Vec<(String, String)>,
    pub(super) programs: Vec<ProgramView>,
    pub(super) more: bool,
    pub(super) system: String,
    pub(super) version: String,
    pub(super) enrolled: Option<When>,
    pub(super) until: Option<When>,
}

pub(super) fn agents(desk: &Desk<'_>, t: AgentWords) -> Result<AgentsView, ServiceError> {
    let all = desk.ask(&ListAgents::default())?.agents;
    Ok(AgentsView {
        agents: all.iter().map(|one| line(desk, t, one)).collect(),
    })
}

pub(super) fn agent(desk: &Desk<'_>, t: AgentWords, name: &str) -> Result<AgentView, ServiceError> {
    let page = desk.ask(&ShowAgent {
        agent: name.to_owned(),
    })?;
    let found = page.agent;
    let steps = found.steps.iter().map(|step| {
        let to = desk.to(&format!("/runs/{}?log={}", step.run, step.step));
        (step.step.clone(), to)
    });
    Ok(AgentView {
        line: line(desk, t, &found),
        steps: steps.collect(),
        programs: page.programs,
        more: page.more,
        system: found.system.clone(),
        version: found.program.clone(),
        enrolled: found.enrolled.map(|time| desk.when(time)),
        until: found.invited_until.map(|time| desk.when(time)),
    })
}

fn line(desk: &Desk<'_>, t: AgentWords, found: &Found) -> Line {
    Line {
        name: found.agent.to_string(),
        to: desk.to(&format!("/agents/{}", found.agent)),
        mark: mark(t, found.standing),
        labels: found.labels.clone(),
        load: match found.capacity {
            0 => String::new(),
            capacity => t.of(found.steps.len(), capacity),
        },
        host: found.host.clone(),
        heard: found.heard.map(|time| desk.when(time)),
    }
}

fn mark(t: AgentWords, standing: AgentStanding) -> Mark {
    let (tone, icon, word) = match standing {
        AgentStanding::Invited => (Tone::Wait, Icon::Pause, t.invited()),
        AgentStanding::Expired => (Tone::Quiet, Icon::Pause, t.expired()),
        AgentStanding::Observing => (Tone::Good, Icon::Check, t.observing()),
        AgentStanding::Executing => (Tone::Good, Icon::Check, t.executing()),
        AgentStanding::Away => (Tone::Bad, Icon::Alert, t.away()),
        AgentStanding::Retired => (Tone::Quiet, Icon::Cross, t.retired()),
    };
    Mark {
        tone,
        icon,
        word: word.into(),
    }
}
