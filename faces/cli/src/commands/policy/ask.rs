//! `holdpoint policy ask`.

use clap::Args;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_service::queries::{AskPolicy, PolicyAnswer};

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Ask whether somebody may do something, by their roles and by the policies; exits 2 if not.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// What: a command such as `deployment.deploy`.
    action: String,
    /// Who, by handle; you if nobody is named.
    #[arg(long, value_name = "HANDLE")]
    person: Option<String>,
    /// To what, such as `component/till` or `unit/shop`; the organisation if nothing is named.
    #[arg(long, value_name = "SCOPE")]
    on: Option<String>,
    /// In which environment.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// When it would be, such as `2026-11-28T10:00:00Z` or `+2d`.
    #[arg(long, value_name = "TIME")]
    when: Option<String>,
    /// As if it were signed with a key of theirs.
    #[arg(long)]
    signed: bool,
    /// As if it were about a waiver from this line of a gate.
    #[arg(long, value_name = "CRITERION")]
    waives: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for Ask {
    fn run(self, session: &Session) -> Outcome {
        let (client, at) = (session.client()?, session.at(&self.past)?);
        let environment = self.environment.map(|name| name.parse::<EnvironmentName>());
        let environment = environment.transpose();
        let wrong = |error| Failure::input("request-malformed", error);
        let time = |text: String| session.time(&text);
        let query = AskPolicy {
            person: self.person,
            action: self.action,
            on: self.on,
            environment: environment.map_err(wrong)?,
            when: self.when.map(time).transpose()?,
            signed: self.signed,
            waives: self.waives,
        };
        let answer = ask(&*client, &query, at.as_deref())?;
        session.show(&answer)?;
        Ok(match answer.allowed {
            true => Exit::Go,
            false => Exit::NoGo,
        })
    }
}

impl Human for PolicyAnswer {
    fn human(&self, page: &mut Page) {
        let word = |may| if may { "permit it" } else { "do not permit it" };
        let may = if self.allowed { "may" } else { "may not" };
        let (person, action, on) = (&self.person, &self.action, &self.on);
        page.line(format!("{person} {may} `{action}` on {on}"));
        page.field("roles", word(self.roles));
        let policies = self
            .policies
            .map_or("there are none", |permit| match permit {
                true => "permit it",
                false => "forbid it",
            });
        page.field("policies", policies);
        for one in &self.because {
            let advice = match one.advice.as_str() {
                "" => String::new(),
                advice => format!(" ({advice})"),
            };
            page.field("by", format!("{}{advice}", one.id));
        }
        if let Some(problem) = &self.problem {
            page.field("problem", problem);
        }
    }
}
