//! `holdpoint pipeline trace`.

use clap::Args;
use holdpoint_service::queries::TraceRun;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::output;
use crate::session::Session;

/// Write a run as a trace: OTLP JSON with the OpenTelemetry semantic conventions for CI/CD.
///
/// A collector takes it as it is: `holdpoint pipeline trace RUN | curl -H 'content-type: application/json' -d @-
/// http://localhost:4318/v1/traces`.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// Of which run.
    run: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Trace {
    fn run(self, session: &Session) -> Outcome {
        let found = session.asked(&TraceRun { run: self.run }, &self.past)?;
        if !found.ended {
            session.note("the run is under way: the trace has the steps that have ended");
        }
        output::write(&output::json(&found.trace)?)?;
        Ok(Exit::Go)
    }
}
