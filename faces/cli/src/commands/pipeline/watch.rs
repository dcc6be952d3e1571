//! Following a run to its end.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clap::Args;
use holdpoint_domain::pipeline::RunStage;
use holdpoint_service::Receipt;
use holdpoint_service::queries::{RunPage, RunStepView, ShowRun, StepState};
use serde::Serialize;

use crate::client::{Client, ask};
use crate::commands::Outcome;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::present::{Done, state_of_step};
use crate::session::Session;

/// Whether to wait for the end of a run.
#[derive(Debug, Clone, Args)]
pub(in crate::commands) struct Watch {
    /// Do not wait for the end.
    #[arg(long)]
    no_wait: bool,
    /// How long to wait, in seconds; then it goes on by itself.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    timeout: u64,
}

/// How often a run on its way is looked at.
const PAUSE: Duration = Duration::from_millis(100);

impl Watch {
    /// Waits until the run of the receipt has ended, telling of each step as it comes and goes, and says how it ended.
    pub(in crate::commands) fn to_the_end(
        &self,
        session: &Session,
        client: &dyn Client,
        said: String,
        receipt: Receipt,
    ) -> Outcome {
        let Some(run) = receipt.named("run").map(str::to_owned) else {
            return session.show(&Done::new(said, receipt));
        };
        session.note(format!("{said}: `{run}`"));
        let end = Instant::now() + Duration::from_secs(self.timeout);
        let query = ShowRun { run };
        let mut told = BTreeMap::new();
        loop {
            let view = ask(client, &query, None)?;
            tell(session, &view, &mut told);
            if !view.line.stage.open() || self.no_wait || Instant::now() >= end {
                let exit = exit(view.line.stage, self.no_wait);
                session.show(&Watched { receipt, run: view })?;
                return Ok(exit);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// What has changed since it was told last.
fn tell(session: &Session, view: &RunPage, told: &mut BTreeMap<String, (StepState, u32)>) {
    let steps = view.stages.iter().flat_map(|stage| &stage.steps);
    for step in steps.filter(|step| step.state != StepState::Waiting) {
        let now = (step.state, step.attempt);
        if told.insert(step.step.clone(), now) != Some(now) {
            session.note(line(step));
        }
    }
}

fn line(step: &RunStepView) -> String {
    format!("{}: {}", step.step, state_of_step(step))
}

fn exit(stage: RunStage, left: bool) -> Exit {
    match stage {
        RunStage::Succeeded => Exit::Go,
        RunStage::Failed | RunStage::Cancelled => Exit::NoGo,
        RunStage::Queued | RunStage::Running if left => Exit::Go,
        RunStage::Queued | RunStage::Running => Exit::Hold,
    }
}

/// A run and the receipt of what asked for it.
#[derive(Debug, Serialize)]
struct Watched {
    run: RunPage,
    #[serde(flatten)]
    receipt: Receipt,
}

impl Human for Watched {
    fn human(&self, page: &mut Page) {
        self.run.human(page);
    }
}
