//! `holdpoint person away` and `holdpoint person back`.

use clap::Args;
use holdpoint_domain::access::Scope;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Record that you are away; gates do not wait for you meanwhile.
#[derive(Debug, Args)]
pub(crate) struct Away {
    /// Until when.
    #[arg(long, value_name = "TIME")]
    until: String,
    /// From when on; now if nothing is said.
    #[arg(long, value_name = "TIME", default_value = "+1m")]
    begins: String,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`; everywhere if nothing is said.
    #[arg(long, value_name = "SCOPE")]
    scope: Option<Scope>,
    #[command(flatten)]
    write: Write,
}

impl Run for Away {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.record-absence",
            "arguments": {
                "person": { "me": true },
                "begins": session.time(&self.begins)?,
                "ends": session.time(&self.until)?,
                "scope": self.scope
            }
        });
        let place = self.scope.map(|scope| format!(" for {scope}"));
        let said = format!(
            "you are away{} until {}",
            place.unwrap_or_default(),
            self.until
        );
        session.submit(&self.write, request, said)
    }
}

/// Record that you are back before the time.
#[derive(Debug, Args)]
pub(crate) struct Back {
    /// Which absence, as `holdpoint access list` shows it.
    absence: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Back {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.end-absence",
            "arguments": { "absence": self.absence }
        });
        session.submit(&self.write, request, "you are back")
    }
}
