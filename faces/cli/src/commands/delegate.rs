//! `holdpoint delegate`, `holdpoint delegate list` and `holdpoint delegate end`.

use clap::{Args, Subcommand};
use holdpoint_domain::access::{Role, Scope};
use holdpoint_service::queries::{DelegationView, ListAccess};
use serde::Serialize;
use serde_json::json;

use super::{Outcome, Run};
use crate::arguments::{Past, Write};
use crate::client::ask;
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::present::delegations;
use crate::requests::{person, plain};
use crate::session::Session;

/// Let somebody approve in your stead, for a time.
///
/// They cannot pass it on, and what you may not approve they may not approve for you.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Delegate {
    #[command(subcommand)]
    other: Option<Other>,
    /// To whom.
    #[arg(required = true)]
    person: Option<String>,
    /// Until when, at most 92 days.
    #[arg(long, value_name = "TIME", required = true)]
    until: Option<String>,
    /// From when on; now if nothing is said.
    #[arg(long, value_name = "TIME")]
    begins: Option<String>,
    /// In which role only.
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<Role>,
    /// Where only: `unit/NAME`, `component/NAME` or `environment/NAME`.
    #[arg(long, value_name = "SCOPE")]
    scope: Option<Scope>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Subcommand)]
enum Other {
    List(List),
    End(End),
}

impl Run for Delegate {
    fn run(self, session: &Session) -> Outcome {
        let (to, until) = match (self.other, self.person, self.until) {
            (Some(Other::List(list)), ..) => return list.run(session),
            (Some(Other::End(end)), ..) => return end.run(session),
            (None, Some(to), Some(until)) => (to, until),
            (None, ..) => return Err(Failure::input("usage", "say to whom, and until when")),
        };
        let begins = self
            .begins
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        let request = json!({
            "command": "access.delegate",
            "arguments": {
                "from": { "me": true },
                "to": person(&to),
                "role": self.role,
                "scope": self.scope,
                "begins": begins,
                "ends": session.time(&until)?,
                "reason": plain(self.reason.as_deref())
            }
        });
        session.submit(&self.write, request, format!("`{to}` acts for you"))
    }
}

/// List who acts for whom.
#[derive(Debug, Args)]
struct List {
    /// Only for this person, or by them.
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let query = ListAccess {
            person: self.person,
        };
        let access = ask(&*session.client()?, &query, at.as_deref())?;
        session.show(&Delegations {
            delegations: access.delegations,
        })
    }
}

/// End a delegation before its time; both people may.
#[derive(Debug, Args)]
struct End {
    /// Which, as `holdpoint delegate list` shows it.
    delegation: String,
    #[command(flatten)]
    write: Write,
}

impl Run for End {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "access.end-delegation",
            "arguments": { "delegation": self.delegation }
        });
        let said = format!("delegation `{}` has ended", self.delegation);
        session.submit(&self.write, request, said)
    }
}

/// Who acts for whom.
#[derive(Debug, Serialize)]
struct Delegations {
    delegations: Vec<DelegationView>,
}

impl Human for Delegations {
    fn human(&self, page: &mut Page) {
        if self.delegations.is_empty() {
            page.line("nobody acts for another");
        }
        delegations(page, &self.delegations);
    }
}
