//! `holdpoint access`.

use clap::Args;
use holdpoint_domain::access::{Role, Scope};
use holdpoint_service::queries::{ListAccess, ShowDirectory};
use serde_json::json;

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Past, Write};
use crate::requests::{person, plain};
use crate::session::Session;

commands! {
    /// Who has which role where.
    AccessCommand {
        Grant(Grant),
        Revoke(Revoke),
        List(List),
        Groups(Groups),
    }
}

/// Give somebody a role.
#[derive(Debug, Args)]
pub(crate) struct Grant {
    /// Whom.
    person: String,
    /// Which role.
    role: Role,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
    #[arg(long, value_name = "SCOPE", default_value = "organisation")]
    scope: Scope,
    /// Until when; auditors need an end.
    #[arg(long, value_name = "TIME", visible_alias = "expires")]
    until: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Grant {
    fn run(self, session: &Session) -> Outcome {
        let expires = self
            .until
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        let request = json!({
            "command": "access.grant",
            "arguments": {
                "person": person(&self.person),
                "role": self.role,
                "scope": self.scope,
                "expires": expires
            }
        });
        let said = format!("`{}` is {} in {}", self.person, self.role, self.scope);
        session.submit(&self.write, request, said)
    }
}

/// Take a role away.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Which grant, as `holdpoint access list` shows it.
    grant: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Revoke {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "access.revoke",
            "arguments": { "grant": self.grant, "reason": plain(self.reason.as_deref()) }
        });
        session.submit(
            &self.write,
            request,
            format!("grant `{}` is revoked", self.grant),
        )
    }
}

/// List grants, delegations and absences.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only this person's.
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ListAccess {
                person: self.person,
            },
            &self.past,
        )
    }
}

/// Show at which identity providers people log in, and which roles their groups give.
#[derive(Debug, Args)]
pub(crate) struct Groups {
    #[command(flatten)]
    past: Past,
}

impl Run for Groups {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowDirectory {}, &self.past)
    }
}
