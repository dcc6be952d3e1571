//! `holdpoint log prove`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_ledger::Hash;
use holdpoint_ledger::log::{self, LogError, LogIdentity};
use holdpoint_ledger::source::TileSource;
use serde::Serialize;

use super::identity::Identity;
use super::place::Place;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{Format, Human, Page};
use crate::session::Session;

/// Prove that an entry is in a log, or that the log extends an older checkpoint of its own.
///
/// The proof of an entry is written as a C2SP tlog-proof, which `holdpoint log verify --proof` and other
/// people's tools verify offline.
#[derive(Debug, Args)]
pub(crate) struct Prove {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    identity: Identity,
    /// Prove that this entry is in the log, counted from 0.
    #[arg(long, value_name = "INDEX", required_unless_present = "older")]
    entry: Option<u64>,
    /// Prove that the log extends this checkpoint.
    #[arg(long, value_name = "FILE", conflicts_with = "entry")]
    older: Option<PathBuf>,
    /// Write the entry itself to this file.
    #[arg(long, value_name = "FILE", requires = "entry")]
    save_entry: Option<PathBuf>,
}

impl Run for Prove {
    fn run(self, session: &Session) -> Outcome {
        let log = self.identity.log()?;
        let source = self.place.source()?;
        match (self.entry, &self.older) {
            (Some(index), _) => self.inclusion(session, &*source, &log, index),
            (None, Some(older)) => consistency(session, &*source, &log, &files::read(older)?),
            (None, None) => Err(Failure::input(
                "usage",
                "`--entry` or `--older` says what to prove",
            )),
        }
    }
}

impl Prove {
    fn inclusion(
        &self,
        session: &Session,
        source: &dyn TileSource,
        log: &LogIdentity,
        index: u64,
    ) -> Outcome {
        let proven = log::prove(source, log, index).map_err(failure)?;
        if let Some(path) = &self.save_entry {
            files::write(path, &proven.entry)?;
        }
        match session.format() {
            Format::Json => {
                session.show(&Inclusion {
                    index,
                    leaf: proven.leaf,
                    hashes: proven.file.hashes.clone(),
                    checkpoint: proven.file.checkpoint.clone(),
                })?;
            }
            _ => crate::output::write(&proven.file.to_string())?,
        }
        Ok(Exit::Go)
    }
}

fn consistency(
    session: &Session,
    source: &dyn TileSource,
    log: &LogIdentity,
    older: &[u8],
) -> Outcome {
    let old = log.open(older).map_err(|error| {
        Failure::input("checkpoint", "the older checkpoint does not hold").because(&error)
    })?;
    let (hashes, new) = log::prove_consistency(source, log, &old).map_err(failure)?;
    session.show(&Consistency {
        from: old.checkpoint.size,
        to: new.checkpoint.size,
        root: new.checkpoint.root,
        hashes,
    })
}

fn failure(error: LogError) -> Failure {
    match &error {
        LogError::Source(_) | LogError::Missing(_) => {
            Failure::failed("log", "the log cannot be read").because(&error)
        }
        LogError::Question(_) => Failure::input("question", error),
        _ => Failure::new(Exit::NoGo, "log-damaged", error)
            .help("`holdpoint log fsck` tells what is damaged"),
    }
}

/// The proof that an entry is in a log.
#[derive(Debug, Serialize)]
struct Inclusion {
    index: u64,
    leaf: Hash,
    hashes: Vec<Hash>,
    checkpoint: String,
}

impl Human for Inclusion {
    fn human(&self, page: &mut Page) {
        page.block(&self.checkpoint);
    }
}

/// The proof that a log extends an older checkpoint.
#[derive(Debug, Serialize)]
struct Consistency {
    from: u64,
    to: u64,
    root: Hash,
    hashes: Vec<Hash>,
}

impl Human for Consistency {
    fn human(&self, page: &mut Page) {
        page.line(format!("size {} extends size {}", self.to, self.from));
        self.hashes
            .iter()
            .for_each(|hash| page.line(hash.to_base64()));
    }
}
