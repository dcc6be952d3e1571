//! Formats in which data is kept: who has to understand whom, and over how many versions.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use holdpoint_findings::{Direction, Finding, Fingerprint, Source};

use super::given::Given;
use crate::error::Failure;

/// Who has to understand whom.
#[derive(Debug, Args)]
pub(super) struct Versions {
    /// Avro, JSON Schema: who has to understand whom.
    #[arg(
        long,
        visible_alias = "compatibility",
        value_enum,
        ignore_case = true,
        default_value_t
    )]
    mode: Mode,
    /// Avro, JSON Schema: further versions, older than `--base`, with which it holds, too.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    transitive: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Mode {
    /// Those with the new version read what was written with the old one.
    #[default]
    #[value(alias = "backward-transitive", alias = "backward_transitive")]
    Backward,
    /// Those with the old version read what is written with the new one.
    #[value(alias = "forward-transitive", alias = "forward_transitive")]
    Forward,
    /// Both.
    #[value(alias = "full-transitive", alias = "full_transitive")]
    Full,
}

/// All that is found between a version and those before it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) incomplete: bool,
    /// Of the version that is to come.
    pub(super) revision: Vec<Arc<Source>>,
    /// Of the version that consumers know.
    pub(super) base: Vec<Arc<Source>>,
    /// Of those before it.
    pub(super) older: Vec<Arc<Source>>,
}

impl Versions {
    /// The older versions, from the newest of them.
    pub(super) fn older(&self) -> Result<Vec<Given>, Failure> {
        self.transitive
            .iter()
            .map(|path| Given::read(path))
            .collect()
    }

    pub(super) fn directions(&self) -> &'static [Direction] {
        match self.mode {
            Mode::Backward => &[Direction::Backward],
            Mode::Forward => &[Direction::Forward],
            Mode::Full => &[Direction::Backward, Direction::Forward],
        }
    }
}

impl Found {
    /// Keeps the texts of one more version before the new one, the newest of them first.
    pub(super) fn keep(&mut self, texts: Vec<Arc<Source>>) {
        match self.base.is_empty() {
            true => self.base = texts,
            false => self.older.extend(texts),
        }
    }

    /// Adds what is found against one more version. What was found before is the same finding, about that one, too.
    pub(super) fn add(&mut self, findings: Vec<Finding>, incomplete: bool) {
        self.incomplete |= incomplete;
        let known: HashMap<Fingerprint, usize> = { self.findings.iter().enumerate() }
            .map(|(at, one)| (one.fingerprint, at))
            .collect();
        for finding in findings {
            let before = known.get(&finding.fingerprint);
            match before.and_then(|at| self.findings.get_mut(*at)) {
                Some(before) => before.related.extend(finding.related),
                None => self.findings.push(finding),
            }
        }
    }
}
