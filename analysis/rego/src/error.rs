//! What is wrong with a policy, or with its evaluation.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use thiserror::Error;

/// One thing that is wrong with a module, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The module's name.
    pub file: String,
    /// The line, counted from 1; 0 for the module as a whole.
    pub line: u32,
    /// The column, counted from 1; 0 for the module as a whole.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.message),
            line => write!(
                out,
                "{}:{line}:{}: {}",
                self.file, self.column, self.message
            ),
        }
    }
}

impl std::error::Error for Problem {}

/// Why an evaluation gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RegoError {
    /// It does more than its budget allows, wherever it is evaluated.
    #[error("the policy takes more than {limit} steps, which is no verdict; make it do less")]
    TooMuch {
        /// The steps that it may take.
        limit: u32,
    },
    /// It took too long on this machine.
    #[error("the policy was not done after {} ms, which is no verdict; make it do less, or try again", limit.as_millis())]
    Timeout {
        /// How long it may take.
        limit: Duration,
    },
    /// This machine is in no state to evaluate it.
    #[error("the policy could not be evaluated: {0}")]
    Busy(String),
    /// A rule failed: a conflict of values, a wrong argument.
    #[error("the policy failed at {0}")]
    Failed(Problem),
    /// The input is not what a policy can read.
    #[error("the input is no value that a policy can read: {0}")]
    Input(String),
}

impl RegoError {
    /// Whether the same policy and input have no answer on any machine, at any time.
    pub fn is_lasting(&self) -> bool {
        !matches!(self, Self::Timeout { .. } | Self::Busy(_))
    }
}

/// Reads the report that the engine prints for people back into its parts.
pub(crate) fn problem(error: &dyn fmt::Display, file: &str) -> Problem {
    let text = error.to_string();
    let (place, message) = split_report(&text);
    let (name, line, column) = place.unwrap_or((file, 0, 0));
    Problem {
        file: name.to_owned(),
        line,
        column,
        help: help_for(message),
        message: message.to_owned(),
    }
}

/// `--> file:line:col`, source lines, then `error: message`.
fn split_report(text: &str) -> (Option<(&str, u32, u32)>, &str) {
    let Some((_, report)) = text.split_once("--> ") else {
        return (None, text.trim());
    };
    let place = report.lines().next().unwrap_or_default();
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().and_then(|n| n.trim().parse().ok());
    let line = parts.next().and_then(|n| n.parse().ok());
    let message = report
        .rsplit_once("error: ")
        .map_or(report, |(_, message)| message);
    match (parts.next(), line, column) {
        (Some(file), Some(line), Some(column)) => (Some((file, line, column)), message.trim()),
        _ => (None, message.trim()),
    }
}

fn help_for(message: &str) -> Option<String> {
    let v0 = message.contains("`if`")
        || message.contains("`contains`")
        || message.contains("if keyword");
    v0.then(|| "this is Rego v1: write `deny contains message if { … }`".to_owned())
}
