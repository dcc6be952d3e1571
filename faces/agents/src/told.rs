//! What an agent says of a step that has ended, and of itself.

use holdpoint_domain::pipeline::StepResult;
use serde::{Deserialize, Serialize};

/// How a step ended. The digest of its log is that of what was sent of it, and its artifacts have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) result: StepResult,
}

/// What an agent sees on its host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    /// The host calls itself so.
    pub(crate) host: String,
    /// Its operating system and processor, such as `linux x86_64`.
    pub(crate) system: String,
    /// Programs that run there, by path.
    pub(crate) programs: Vec<Program>,
    /// Whether there are more than are listed.
    pub(crate) more: bool,
}

/// A program that runs on a host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Program {
    /// Where its file is.
    pub(crate) path: String,
    /// SHA-256 of the file in hexadecimal digits, if it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<String>,
    /// Processes that run it.
    pub(crate) processes: u32,
}
