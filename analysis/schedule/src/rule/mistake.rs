//! What can be wrong with a rule.

use std::fmt;

/// One mistake, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMistake {
    /// Byte of the rule's text at which it is, from 0.
    pub at: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

/// All mistakes of a rule; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMistakes(pub Vec<RuleMistake>);

impl fmt::Display for RuleMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mistake) in self.0.iter().enumerate() {
            let before = if at == 0 { "" } else { "; " };
            write!(f, "{before}{}", mistake.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleMistakes {}
