//! What is said of a subject.

use super::kind::Spec;

/// How a run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Success,
    /// Not well.
    Failure,
    /// It was stopped.
    Cancel,
    /// It could not be carried out.
    Error,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Success, Self::Failure, Self::Cancel, Self::Error];

    /// Its word. Tests of 0.4 pass or fail, all else succeeds or not.
    pub(super) fn word(self, spec: Spec, tests: bool) -> &'static str {
        match (self, spec == Spec::V04 && tests) {
            (Self::Success, true) => "pass",
            (Self::Failure, true) => "fail",
            (Self::Success, false) => "success",
            (Self::Failure, false) => "failure",
            (Self::Cancel, _) => "cancel",
            (Self::Error, _) => "error",
        }
    }

    pub(super) fn of(word: &str, spec: Spec, tests: bool) -> Option<Self> {
        { Self::ALL.into_iter() }.find(|one| one.word(spec, tests) == word)
    }
}

/// What started tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A person.
    Manual,
    /// A pipeline.
    Pipeline,
    /// An event.
    Event,
    /// The time.
    Schedule,
    /// Something else.
    Other,
}

impl Trigger {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Manual,
        Self::Pipeline,
        Self::Event,
        Self::Schedule,
        Self::Other,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Pipeline => "pipeline",
            Self::Event => "event",
            Self::Schedule => "schedule",
            Self::Other => "other",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        { Self::ALL.into_iter() }.find(|one| one.word() == word)
    }
}

/// Something that is called so, and by whom if not by the source of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Whose id that is.
    pub source: Option<String>,
}

/// A set of tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where it is.
    pub uri: Option<String>,
}

/// What is said. Each kind of event has some of these; the others are nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The name of the pipeline or task.
    pub name: Option<String>,
    /// The page of the run.
    pub uri: Option<String>,
    /// The run of the pipeline that a task runs in.
    pub run: Option<Place>,
    /// How it has ended.
    pub outcome: Option<Outcome>,
    /// What went wrong, or why.
    pub reason: Option<String>,
    /// The environment.
    pub environment: Option<Place>,
    /// The tests.
    pub suite: Option<Suite>,
    /// What started the tests.
    pub trigger: Option<Trigger>,
    /// How serious it is that tests did not pass: `low`, `medium`, `high` or `critical`.
    pub severity: Option<String>,
    /// Where the bill of materials of an artifact is.
    pub sbom: Option<String>,
    /// Who published an artifact.
    pub user: Option<String>,
    /// The artifact that a service runs, as a package URL.
    pub artifact: Option<String>,
}

/// Words for how serious it is.
pub(super) const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];
