//! What the exit code says.

use std::process::ExitCode;

/// How a command ended, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: go, or done.
    Go,
    /// 1: the command itself failed: input or output, network, or something within.
    Failed,
    /// 2: no-go, findings, or refused by a rule.
    NoGo,
    /// 3: bad input or usage.
    Usage,
    /// 4: no answer is possible yet.
    Hold,
}

impl Exit {
    /// The number.
    #[must_use]
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Go => 0,
            Self::Failed => 1,
            Self::NoGo => 2,
            Self::Usage => 3,
            Self::Hold => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
