//! What time is spent on.

use std::fmt;

/// What time is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Waiting: for an agent, for a lock, for whatever dispatches.
    Queue,
    /// Getting an environment or an agent ready.
    Provision,
    /// Moving sources, artifacts and caches.
    Transfer,
    /// Testing.
    Test,
    /// Waiting for a person's decision.
    Approval,
    /// Everything else: building, deploying.
    Work,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Queue,
        Self::Provision,
        Self::Transfer,
        Self::Test,
        Self::Approval,
        Self::Work,
    ];

    /// What it is called, in small letters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Provision => "provision",
            Self::Transfer => "transfer",
            Self::Test => "test",
            Self::Approval => "approval",
            Self::Work => "work",
        }
    }

    /// The one that is called so.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its place in [`Kind::ALL`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
