//! `holdpoint log verify`.

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_ledger::Hash;
use holdpoint_ledger::log::{self, LogIdentity, VerifyError, VerifyReport, VerifyRequest};
use holdpoint_ledger::proof_file::{ProofFile, ProofFileError};

use super::identity::Identity;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{Human, Page};
use crate::session::Session;

/// Verify a checkpoint, and what is proven against it, offline.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    identity: Identity,
    /// The checkpoint.
    #[arg(long, value_name = "FILE", required_unless_present = "proof")]
    checkpoint: Option<PathBuf>,
    /// A C2SP tlog-proof of an entry, with its own checkpoint.
    #[arg(
        long,
        value_name = "FILE",
        requires = "entry",
        conflicts_with = "checkpoint"
    )]
    proof: Option<PathBuf>,
    /// The entry that the proof is of.
    #[arg(long, value_name = "FILE", requires = "proof")]
    entry: Option<PathBuf>,
    /// An older checkpoint of the log, which the checkpoint is proven to extend.
    #[arg(long, value_name = "FILE", requires = "consistency")]
    older: Option<PathBuf>,
    /// The proof of that: one hash in base64 a line.
    #[arg(long, value_name = "FILE", requires = "older")]
    consistency: Option<PathBuf>,
}

impl Run for Verify {
    fn run(self, session: &Session) -> Outcome {
        let log = self.identity.log()?;
        let report = match (&self.checkpoint, &self.proof, &self.entry) {
            (Some(checkpoint), ..) => self.checkpoint(&log, checkpoint)?,
            (None, Some(proof), Some(entry)) => inclusion(&log, proof, entry)?,
            _ => {
                return Err(Failure::input(
                    "usage",
                    "`--checkpoint` or `--proof` says what to verify",
                ));
            }
        };
        session.show(&report)
    }
}

impl Verify {
    fn checkpoint(&self, log: &LogIdentity, checkpoint: &Path) -> Result<VerifyReport, Failure> {
        let checkpoint = files::read(checkpoint)?;
        let older = self.older.as_deref().map(files::read).transpose()?;
        let hashes = self.consistency.as_deref().map(hashes).transpose()?;
        let request = VerifyRequest {
            checkpoint: &checkpoint,
            inclusion: None,
            consistency: older.as_deref().zip(hashes.as_deref()),
        };
        log::verify(request, log).map_err(|error| refuted(&error))
    }
}

fn refuted(error: &VerifyError) -> Failure {
    Failure::new(Exit::NoGo, "not-verified", error)
}

fn inclusion(log: &LogIdentity, proof: &Path, entry: &Path) -> Result<VerifyReport, Failure> {
    let file = ProofFile::parse(&files::read(proof)?);
    let file = file.map_err(|error| Failure::input("proof", error))?;
    let verified = file.verify(&Hash::leaf(&files::read(entry)?), log);
    let signed = verified
        .map_err(|error: ProofFileError| Failure::new(Exit::NoGo, "not-verified", error))?;
    let mut report = VerifyReport::new(&signed, log);
    report.included = Some(file.index);
    Ok(report)
}

/// Hashes in base64, one a line; lines that are none, such as a heading, may come first.
fn hashes(path: &Path) -> Result<Vec<Hash>, Failure> {
    let text = files::read_text(path)?;
    let lines = text.lines().enumerate();
    let lines = lines.skip_while(|(at, line)| *at == 0 && line.starts_with("size "));
    lines
        .map(|(at, line)| {
            Hash::from_base64(line).map_err(|error| {
                Failure::input("proof", format!("{}:{}: {error}", path.display(), at + 1))
            })
        })
        .collect()
}

impl Human for VerifyReport {
    fn human(&self, page: &mut Page) {
        page.line(format!(
            "log `{}`, size {}, root {}",
            self.origin,
            self.size,
            self.root.to_base64()
        ));
        for signature in &self.signatures {
            let role = if signature.witness { "witness" } else { "log" };
            page.line(format!(
                "signed by {role} {}+{}",
                signature.name, signature.id
            ));
        }
        if let Some(index) = self.included {
            page.line(format!("entry {index} is in it"));
        }
        if let Some(size) = self.extends {
            page.line(format!("it extends size {size}"));
        }
        page.line("verified");
    }
}
