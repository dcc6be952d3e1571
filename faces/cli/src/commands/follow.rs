//! Following a deployment to its end.

use std::time::{Duration, Instant};

use clap::Args;
use holdpoint_domain::deployment::DeploymentStage;
use holdpoint_service::Receipt;
use holdpoint_service::queries::{DeploymentPage, ShowDeployment};
use serde::Serialize;

use super::Outcome;
use crate::client::{Client, ask};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::present::Done;
use crate::session::Session;

/// Whether to wait for the end.
#[derive(Debug, Clone, Args)]
pub(crate) struct Follow {
    /// Do not wait for the end.
    #[arg(long)]
    no_wait: bool,
    /// How long to wait, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    timeout: u64,
}

/// How often a deployment on its way is looked at.
const PAUSE: Duration = Duration::from_millis(100);

impl Follow {
    /// Waits until the deployment of the receipt has ended, and says how.
    pub(super) fn to_the_end(
        &self,
        session: &Session,
        client: &dyn Client,
        said: String,
        receipt: Receipt,
    ) -> Outcome {
        let Some(id) = receipt.named("deployment").map(str::to_owned) else {
            return session.show(&Done::new(said, receipt));
        };
        session.note(&said);
        let end = Instant::now() + Duration::from_secs(self.timeout);
        let query = ShowDeployment { deployment: id };
        let progress = session.progress("deploying", None);
        loop {
            let view = ask(client, &query, None)?;
            let under_way = view.stage == DeploymentStage::Running;
            if !under_way || self.no_wait || Instant::now() >= end {
                drop(progress);
                let exit = exit(&view);
                session.show(&Followed {
                    receipt,
                    deployment: view,
                })?;
                return Ok(exit);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// What runs is go; what failed is no-go; what nobody knows holds.
fn exit(view: &DeploymentPage) -> Exit {
    match view.stage {
        DeploymentStage::Current | DeploymentStage::Superseded | DeploymentStage::Running => {
            Exit::Go
        }
        DeploymentStage::Uncertain => Exit::Hold,
        DeploymentStage::Failed | DeploymentStage::Aborted => Exit::NoGo,
    }
}

/// A deployment and the receipt of what asked for it.
#[derive(Debug, Serialize)]
struct Followed {
    deployment: DeploymentPage,
    #[serde(flatten)]
    receipt: Receipt,
}

impl Human for Followed {
    fn human(&self, page: &mut Page) {
        self.deployment.human(page);
    }
}
