//! `holdpoint pipeline runs`.

use clap::Args;
use holdpoint_service::queries::ListRuns;

use crate::arguments::{Part, Past};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

/// List runs of pipelines, the newest first.
#[derive(Debug, Args)]
pub(crate) struct Runs {
    /// Only those of this pipeline.
    pipeline: Option<String>,
    /// Only those that carry this release.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for Runs {
    fn run(self, session: &Session) -> Outcome {
        let pipeline = self.pipeline.map(|name| name.parse()).transpose();
        let pipeline = pipeline.map_err(|error| Failure::input("pipeline-unknown", error))?;
        let release = self.release.map(|name| name.parse()).transpose();
        let release = release.map_err(|error| Failure::input("release-unknown", error))?;
        let paging = self.part.into();
        session.answer(
            &ListRuns {
                pipeline,
                release,
                paging,
            },
            &self.past,
        )
    }
}
