//! `holdpoint person token`, `revoke-tokens` and `map`: accounts, which only the vault knows.

use clap::Args;
use holdpoint_service::AccountRequest;
use serde::Serialize;
use serde_json::Value;

use crate::commands::{Outcome, Run};
use crate::output::{Human, Page};
use crate::session::Session;

/// Issue an API token, told once; it goes into `HOLDPOINT_TOKEN`.
#[derive(Debug, Args)]
pub(crate) struct Token {
    /// Whose.
    person: String,
    /// What it is for.
    #[arg(long, value_name = "TEXT", default_value = "command-line")]
    label: String,
    /// Until when it counts.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

impl Run for Token {
    fn run(self, session: &Session) -> Outcome {
        let until = self
            .until
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        account(
            session,
            AccountRequest::IssueToken {
                person: self.person,
                label: self.label,
                expires_ms: until.map(holdpoint_domain::Time::millis),
            },
        )
    }
}

/// Revoke the tokens with a label.
#[derive(Debug, Args)]
pub(crate) struct RevokeTokens {
    /// Whose.
    person: String,
    /// What they were for.
    #[arg(long, value_name = "TEXT", default_value = "command-line")]
    label: String,
}

impl Run for RevokeTokens {
    fn run(self, session: &Session) -> Outcome {
        let (person, label) = (self.person, self.label);
        account(session, AccountRequest::RevokeTokens { person, label })
    }
}

/// Let an operating-system user of the machine with the data be this person.
#[derive(Debug, Args)]
pub(crate) struct Map {
    /// Who.
    person: String,
    /// The user's name.
    user: String,
}

impl Run for Map {
    fn run(self, session: &Session) -> Outcome {
        let (person, user) = (self.person, self.user);
        account(session, AccountRequest::MapSystemUser { person, user })
    }
}

fn account(session: &Session, request: AccountRequest) -> Outcome {
    let answer = session.client()?.account(request)?;
    session.show(&Account(answer))
}

/// What the vault answered.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Account(Value);

impl Human for Account {
    /// The values alone, so that a token can be put into a variable.
    fn human(&self, page: &mut Page) {
        for value in self
            .0
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.values())
        {
            match value.as_str() {
                Some(text) => page.line(text),
                None => page.line(value),
            }
        }
    }
}
