//! How a run or a step ended.

/// How a run or a step ended, as `cicd.pipeline.result` of the OpenTelemetry semantic conventions has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It did what it should.
    Success,
    /// What it ran did not succeed.
    Failure,
    /// The system that ran it failed.
    Error,
    /// It took too long.
    Timeout,
    /// Somebody called it off.
    Cancellation,
    /// It was passed over.
    Skip,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Success,
        Self::Failure,
        Self::Error,
        Self::Timeout,
        Self::Cancellation,
        Self::Skip,
    ];

    /// What the conventions call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Timeout => "timeout",
            Self::Cancellation => "cancellation",
            Self::Skip => "skip",
        }
    }

    /// The one that is called so.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}
