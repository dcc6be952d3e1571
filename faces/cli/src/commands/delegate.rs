//! `holdpoint delegate`.

use clap::Args;
use holdpoint_domain::access::{Role, Scope};
use serde_json::json;

use super::{Outcome, Run};
use crate::arguments::Write;
use crate::requests::{person, plain};
use crate::session::Session;

/// Let somebody approve in your stead, for a time.
///
/// They cannot pass it on, and what you may not approve they may not approve for you.
#[derive(Debug, Args)]
pub(crate) struct Delegate {
    /// To whom.
    person: String,
    /// Until when, at most 92 days.
    #[arg(long, value_name = "TIME")]
    until: String,
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

impl Run for Delegate {
    fn run(self, session: &Session) -> Outcome {
        let begins = self
            .begins
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        let request = json!({
            "command": "access.delegate",
            "arguments": {
                "from": { "me": true },
                "to": person(&self.person),
                "role": self.role,
                "scope": self.scope,
                "begins": begins,
                "ends": session.time(&self.until)?,
                "reason": plain(self.reason.as_deref())
            }
        });
        session.submit(
            &self.write,
            request,
            format!("`{}` acts for you", self.person),
        )
    }
}
