//! What is wrong with a policy.

/// A mistake in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct PolicyMistake {
    /// Number of the line, from 1; 0 where the mistake is of the file as a whole.
    pub line: usize,
    /// In words.
    pub message: String,
}

impl PolicyMistake {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }
}
