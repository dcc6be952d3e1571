//! `holdpoint pipeline logs`.

use std::time::Duration;

use clap::Args;
use holdpoint_service::queries::{LogLine, LogPlace, ShowStepLog, StepLog};

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Format};
use crate::session::Session;

/// Show what a step of a run writes, or has written in its last attempt.
#[derive(Debug, Args)]
pub(crate) struct Logs {
    /// Of which run.
    run: String,
    /// The step, such as `build/test[os=linux]`.
    step: String,
    /// Go on until the step has ended.
    #[arg(long)]
    follow: bool,
    /// Show when each line was written.
    #[arg(long)]
    timestamps: bool,
    #[command(flatten)]
    past: Past,
}

/// How often a step that runs is looked at.
const PAUSE: Duration = Duration::from_millis(100);

impl Run for Logs {
    fn run(self, session: &Session) -> Outcome {
        if !self.follow || session.format() == Format::Json {
            let log = self.whole(session)?;
            return session.show(&log);
        }
        let mut seen = (0, 1);
        let mut from = LogPlace::default();
        loop {
            let log = self.asked(session, from)?;
            // What is open may get longer: it is written when it has ended, or nothing more comes.
            let over = log.ended && !log.more;
            let ready = |line: &&LogLine| over || log.more || line.number < log.next.line;
            if seen.0 != log.next.attempt {
                seen = (log.next.attempt, 1);
            }
            for line in log.lines.iter().filter(ready) {
                if line.number >= seen.1 {
                    self.write(line)?;
                    seen.1 = line.number + 1;
                }
            }
            if over {
                return Ok(Exit::Go);
            }
            from = log.next;
            if !log.more {
                std::thread::sleep(PAUSE);
            }
        }
    }
}

impl Logs {
    fn asked(&self, session: &Session, from: LogPlace) -> Result<StepLog, Failure> {
        let (run, step) = (self.run.clone(), self.step.clone());
        session.asked(&ShowStepLog { run, step, from }, &self.past)
    }

    /// All of it that there is now.
    fn whole(&self, session: &Session) -> Result<StepLog, Failure> {
        let mut all = self.asked(session, LogPlace::default())?;
        while all.more {
            let next = self.asked(session, all.next)?;
            let begun = next.lines.first().map_or(u64::MAX, |line| line.number);
            all.lines.retain(|line| line.number < begun);
            let lines = [all.lines, next.lines].concat();
            all = StepLog { lines, ..next };
        }
        if !self.timestamps {
            all.lines.iter_mut().for_each(|line| line.at = None);
        }
        Ok(all)
    }

    fn write(&self, line: &LogLine) -> Result<(), Failure> {
        match line.at.filter(|_| self.timestamps) {
            Some(at) => output::write(&format!("{at} {}\n", line.text)),
            None => output::write(&format!("{}\n", line.text)),
        }
    }
}
