//! `holdpoint log fsck`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_ledger::log::{self, FsckOptions, FsckReport, What};

use super::identity::Identity;
use super::place::Place;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{Human, Page};
use crate::session::Session;

/// Check every byte of a log that its checkpoint vouches for, and say precisely what is wrong.
#[derive(Debug, Args)]
pub(crate) struct Fsck {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    identity: Identity,
    /// Checkpoints that the log issued before: it must extend each of them.
    #[arg(long = "known", value_name = "FILE")]
    known: Vec<PathBuf>,
    /// Threads that read and hash; as many as there are processors if nothing is said.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Stop after this many damages.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
}

impl Run for Fsck {
    fn run(self, session: &Session) -> Outcome {
        let log = self.identity.log()?;
        let mut options = FsckOptions {
            limit: self.limit,
            ..FsckOptions::default()
        };
        if let Some(threads) = self.threads {
            options.threads = threads.max(1);
        }
        for path in &self.known {
            let opened = log.open(&files::read(path)?);
            let wrong = |error| {
                let message = format!("`{}` is no checkpoint of this log", path.display());
                Failure::input("checkpoint", message).because(&error)
            };
            options.known.push(opened.map_err(wrong)?.checkpoint);
        }
        let source = self.place.source()?;
        let progress = session.progress("checking", None);
        let report = log::fsck(&*source, &log, &options);
        drop(progress);
        session.show(&report)?;
        Ok(exit(&report))
    }
}

/// Damage is a finding; what could not be read at all is a failure of the command.
fn exit(report: &FsckReport) -> Exit {
    let unreadable = report
        .damages
        .iter()
        .all(|damage| damage.what == What::Unreadable);
    match (report.sound, unreadable) {
        (true, _) => Exit::Go,
        (false, true) if !report.stopped => Exit::Failed,
        (false, _) => Exit::NoGo,
    }
}

impl Human for FsckReport {
    fn human(&self, page: &mut Page) {
        page.block(&self.to_string());
    }
}
