//! `holdpoint policy apply`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_service::{Wanted, WantedPolicies};
use serde_json::json;

use super::excerpt;
use crate::arguments::Write;
use crate::commands::apply::Applied;
use crate::commands::{Outcome, Run};
use crate::files;
use crate::session::{Session, send};
use holdpoint_service::read_policies;

/// Make these the organisation's policies, in place of those that it has.
#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// The file; `-` is standard input.
    #[arg(required_unless_present = "roles")]
    file: Option<PathBuf>,
    /// No policies any more: roles alone say who may do what.
    #[arg(long, conflicts_with = "file")]
    roles: bool,
    #[command(flatten)]
    write: Write,
}

impl Run for Apply {
    fn run(self, session: &Session) -> Outcome {
        let policies = match &self.file {
            None => WantedPolicies::Roles(true),
            Some(path) => {
                let (file, text) = (path.display().to_string(), files::read_text(path)?);
                read_policies(&text).map_err(|wrong| excerpt::wrong(&file, &text, &wrong))?;
                WantedPolicies::Text(text)
            }
        };
        let client = session.client()?;
        let plan = client.plan(&Wanted::Policies(policies.clone()))?;
        let request = json!({
            "command": "organisation.apply",
            "arguments": { "changes": { "policies": policies } }
        });
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Applied { plan, receipt })
    }
}
