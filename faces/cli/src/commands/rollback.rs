//! `holdpoint rollback`.

use clap::Args;
use holdpoint_domain::deployment::DeploymentStage;
use holdpoint_service::queries::{EnvironmentHistory, Paging};
use serde_json::json;

use super::follow::Follow;
use super::{Outcome, Run};
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::error::Failure;
use crate::present::Done;
use crate::session::{Session, send};

/// Bring back what ran before a deployment.
#[derive(Debug, Args)]
pub(crate) struct Rollback {
    /// The deployment, or the environment whose newest one is undone.
    deployment: String,
    #[command(flatten)]
    follow: Follow,
    #[command(flatten)]
    write: Write,
}

impl Run for Rollback {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let deployment = self.chosen(&*client)?;
        let request = json!({
            "command": "deployment.roll-back",
            "arguments": { "deployment": deployment }
        });
        let receipt = send(&*client, &self.write, request)?;
        let said = format!("deployment `{deployment}` is being undone");
        if self.write.dry_run {
            return session.show(&Done::new(said, receipt));
        }
        self.follow.to_the_end(session, &*client, said, receipt)
    }
}

impl Rollback {
    fn chosen(&self, client: &dyn Client) -> Result<String, Failure> {
        if self.deployment.starts_with("dep_") {
            return Ok(self.deployment.clone());
        }
        let query = EnvironmentHistory {
            environment: self.deployment.clone(),
            paging: Paging::default(),
        };
        let history = ask(client, &query, None)?.deployments;
        let current = history
            .iter()
            .find(|one| one.stage == DeploymentStage::Current);
        current
            .map(|one| one.deployment.to_string())
            .ok_or_else(|| {
                let message = format!("nothing runs in `{}` that could be undone", self.deployment);
                Failure::input("nothing-to-roll-back", message)
                    .help("`holdpoint environment history` shows what ran there")
            })
    }
}
