//! `holdpoint check migrations --rehearse`.

use std::sync::Arc;

use holdpoint_findings::{Report, Source};
use holdpoint_migrations::{Options, Stage, Unrehearsed, rehearse};
use holdpoint_postgres::{Address, Scratch};

use super::options::unreadable;
use super::steps::Steps;
use crate::data::{database_address, database_failed};
use crate::error::Failure;

/// A scratch database as a stage.
struct OnServer<'s> {
    scratch: Scratch,
    steps: &'s Steps,
    /// Statements so far.
    done: usize,
}

impl Stage for OnServer<'_> {
    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.done += 1;
        self.steps
            .at(&format!("rehearsing statement {}", self.done));
        self.scratch.run(sql)
    }

    fn schema(&mut self) -> Result<Vec<String>, String> {
        self.scratch.schema().map_err(|error| error.to_string())
    }
}

/// Plays the history on the server of a database that a URL names, and adds what that shows.
pub(super) fn play(
    url: &str,
    files: &[Arc<Source>],
    options: &Options,
    report: &mut Report,
    steps: &Steps,
) -> Result<(), Failure> {
    let address: Address = database_address(url)?;
    let scratch =
        Scratch::create(address.clone()).map_err(|error| database_failed(&address, &error))?;
    let mut stage = OnServer {
        scratch,
        steps,
        done: 0,
    };
    let rehearsed = rehearse(files, options, &mut stage);
    let rehearsed = rehearsed.map_err(|error| match error {
        Unrehearsed::Unreadable(error) => unreadable(&error),
        Unrehearsed::Stage(said) => {
            Failure::failed("rehearsal", format!("the rehearsal cannot go on: {said}"))
                .help("look at the server, and rehearse again; nothing of the rehearsal is kept")
        }
    })?;
    { rehearsed.findings.into_iter() }.for_each(|finding| report.add(finding));
    Ok(())
}
