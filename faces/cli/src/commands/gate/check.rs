//! `holdpoint gate check`.

use std::time::{Duration, Instant};

use clap::Args;
use holdpoint_domain::gate::Outcome as Verdict;
use holdpoint_service::queries::{ExplainGate, Explained};

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::session::Session;

/// Ask a gate; the exit code is the verdict: 0 go, 2 no-go, 4 hold.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Which release.
    release: String,
    /// To which environment.
    environment: String,
    /// Wait while the gate holds.
    #[arg(long)]
    wait: bool,
    /// How long to wait, in seconds.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 3600,
        requires = "wait"
    )]
    timeout: u64,
    #[command(flatten)]
    past: Past,
}

/// How often a gate that holds is asked again: often enough for people, rarely enough for a server.
const PAUSE: Duration = Duration::from_secs(2);

impl Run for Check {
    fn run(self, session: &Session) -> Outcome {
        let end = Instant::now() + Duration::from_secs(self.timeout);
        let at = session.at(&self.past)?;
        let query = ExplainGate {
            release: self.release.clone(),
            environment: self.environment.clone(),
        };
        let mut progress = None;
        loop {
            // Asked anew each time, so that a data directory is not kept from others meanwhile.
            let view = ask(&*session.client()?, &query, at.as_deref())?;
            let holds = view.verdict == Verdict::Hold && !view.passes;
            if !self.wait || !holds || Instant::now() >= end {
                drop(progress.take());
                session.show(&view)?;
                return Ok(exit(&view));
            }
            progress.get_or_insert_with(|| session.progress("the gate holds", None));
            std::thread::sleep(PAUSE);
        }
    }
}

/// What passes is go, whatever stands against it at a lower level.
fn exit(view: &Explained) -> Exit {
    match (view.passes, view.verdict) {
        (true, _) | (_, Verdict::Go) => Exit::Go,
        (false, Verdict::Hold) => Exit::Hold,
        (false, Verdict::NoGo) => Exit::NoGo,
    }
}
