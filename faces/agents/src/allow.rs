//! What a host's administrator lets agents run there: a file of TOML.
//!
//! ```toml
//! [[allow]]
//! pipelines = ["shop-*"]                   # names; without, any
//! steps = ["deploy/*"]                     # ids; without, any
//! repositories = ["https://git.example.com/shop/*"]   # where its files are from; without, any; with none, it may have no files
//! scripts = ["make deploy*"]               # what it runs, as a whole; without, any
//! gates = ["production"]                   # gates that the same run must have passed
//! ```
//!
//! `*` stands for any text. A step is allowed when one rule allows it in everything.

mod file;
mod pattern;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use self::file::AllowMistake;
use self::pattern::any;

/// What may run on a host.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    #[serde(skip)]
    path: PathBuf,
    #[serde(default)]
    allow: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    pipelines: Option<Vec<String>>,
    steps: Option<Vec<String>>,
    repositories: Option<Vec<String>>,
    scripts: Option<Vec<String>>,
    #[serde(default)]
    gates: Vec<String>,
}

/// What is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Of which pipeline.
    pub pipeline: &'a str,
    /// The id of the step.
    pub step: &'a str,
    /// Where its files are from.
    pub repository: Option<&'a str>,
    /// What it runs.
    pub script: &'a str,
    /// Environments whose gates the run has passed.
    pub gates: &'a [String],
}

impl Allowed {
    /// Reads the file. It has to be somebody else's than the agent's own user, unless that is root, and nobody but its owner
    /// may write it.
    ///
    /// # Errors
    /// What is wrong with it: where, and what is expected.
    pub fn read(path: &Path) -> Result<Self, AllowMistake> {
        file::read(path)
    }

    /// Whether that may run.
    ///
    /// # Errors
    /// Why not, by rule.
    pub fn lets(&self, asked: &Asked<'_>) -> Result<(), String> {
        let mut why = Vec::new();
        for (number, rule) in (1..).zip(&self.allow) {
            match rule.lets(asked) {
                Ok(()) => return Ok(()),
                Err(what) => why.push(format!("rule {number} {what}")),
            }
        }
        let rules = match why.is_empty() {
            true => "it has no rules".to_owned(),
            false => why.join("; "),
        };
        Err(format!(
            "`{}` on this host does not allow the step `{}` of the pipeline `{}`: {rules}",
            self.path.display(),
            asked.step,
            asked.pipeline
        ))
    }
}

impl Rule {
    fn lets(&self, asked: &Asked<'_>) -> Result<(), String> {
        let one = |what: &str, patterns: &Option<Vec<String>>, text: &str| match patterns {
            Some(patterns) if !any(patterns, text) => {
                Err(format!("is for the {what} {}", patterns.join(", ")))
            }
            _ => Ok(()),
        };
        one("pipelines", &self.pipelines, asked.pipeline)?;
        one("steps", &self.steps, asked.step)?;
        match (asked.repository, &self.repositories) {
            (Some(from), Some(patterns)) if !any(patterns, from) => {
                return Err(format!("allows no files from {from}"));
            }
            _ => {}
        }
        if let Some(patterns) = &self.scripts
            && !any(patterns, asked.script)
        {
            return Err("allows other scripts".to_owned());
        }
        let missing = self.gates.iter().find(|gate| !asked.gates.contains(gate));
        match missing {
            Some(gate) => Err(format!("wants the gate of `{gate}` passed in the same run")),
            None => Ok(()),
        }
    }
}
