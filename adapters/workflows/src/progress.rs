//! How far a job is.

use holdpoint_ports::Millis;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Parts of a job that are shown; nobody looks at more.
pub(crate) const PARTS: usize = 1_000;

/// A job that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// What it is called here; only its own system reads it.
    pub id: String,
    /// Its page.
    pub url: Option<String>,
}

/// How something has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Well.
    Succeeded,
    /// Not well.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It never began.
    Skipped,
}

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for a machine, or for people.
    Queued,
    /// It runs.
    Running,
    /// It has ended.
    Ended(Outcome),
}

/// A part of a job: a job of a workflow or pipeline, a stage of Jenkins, a pod of Argo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// When it began, in milliseconds since 1970.
    pub started: Option<Millis>,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Its page.
    pub url: Option<String>,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What it is called from now on: what waits in the queue of Jenkins gets another name when it begins.
    pub job: Started,
    /// How far it is.
    pub state: State,
    /// Its parts, at most a thousand, as far as the system says any.
    pub parts: Vec<Part>,
}

/// A moment as RFC 3339 has it, in milliseconds since 1970.
pub(crate) fn moment(text: Option<&str>) -> Option<Millis> {
    let moment: Timestamp = text?.parse().ok()?;
    Some(moment.as_millisecond())
}

/// Milliseconds since 1970 as RFC 3339 has them, in whole seconds.
pub(crate) fn written(moment: Millis) -> String {
    let second = Timestamp::from_second(moment.div_euclid(1_000));
    second.unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}
