//! The events that are known, as rows.

use super::field::Field;
use Field as F;

/// A version of CDEvents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spec {
    /// 0.4, with events of version 0.2.
    V04,
    /// 0.5, with events of version 0.3.
    V05,
}

impl Spec {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V04, Self::V05];

    /// What an event says.
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::V04 => "0.4.1",
            Self::V05 => "0.5.0",
        }
    }

    /// How the version of its events begins.
    pub(super) fn events(self) -> &'static str {
        match self {
            Self::V04 => "0.2.",
            Self::V05 => "0.3.",
        }
    }

    /// The key under which it stands: 0.5 gave it another name.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::V04 => "version",
            Self::V05 => "specversion",
        }
    }

    /// The key of an address: 0.5 gave it another name.
    pub(super) fn address(self) -> &'static str {
        match self {
            Self::V04 => "url",
            Self::V05 => "uri",
        }
    }

    pub(super) fn of(version: &str) -> Option<Self> {
        let minor = |prefix: &str| {
            let patch = version
                .strip_prefix(prefix)
                .map(|rest| rest.trim_end_matches("-draft"));
            patch.is_some_and(|patch| {
                !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        match (minor("0.4."), minor("0.5.")) {
            (true, _) => Some(Self::V04),
            (_, true) => Some(Self::V05),
            _ => None,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A run of a pipeline waits.
    PipelineRunQueued,
    /// A run of a pipeline has begun.
    PipelineRunStarted,
    /// A run of a pipeline has ended.
    PipelineRunFinished,
    /// A run of a task has begun.
    TaskRunStarted,
    /// A run of a task has ended.
    TaskRunFinished,
    /// A run of tests waits.
    TestSuiteRunQueued,
    /// A run of tests has begun.
    TestSuiteRunStarted,
    /// A run of tests has ended.
    TestSuiteRunFinished,
    /// An artifact can be had.
    ArtifactPublished,
    /// A service runs where it did not.
    ServiceDeployed,
}

/// A kind: its subject, what happened to it, its fields, and how many of them, from the first on, have to be there.
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) subject: &'static str,
    pub(super) predicate: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) needed: usize,
}

const fn row(
    kind: Kind,
    subject: &'static str,
    predicate: &'static str,
    needed: usize,
    fields: &'static [Field],
) -> Row {
    Row {
        kind,
        subject,
        predicate,
        fields,
        needed,
    }
}

const PIPELINE: &[Field] = &[F::PipelineName, F::Address];
const TESTS: &[Field] = &[F::Environment, F::Suite, F::Trigger];

/// All of them.
pub(super) const ROWS: [Row; 10] = [
    row(
        Kind::PipelineRunQueued,
        "pipelineRun",
        "queued",
        0,
        PIPELINE,
    ),
    row(
        Kind::PipelineRunStarted,
        "pipelineRun",
        "started",
        0,
        PIPELINE,
    ),
    row(
        Kind::PipelineRunFinished,
        "pipelineRun",
        "finished",
        0,
        &[F::PipelineName, F::Address, F::Outcome, F::Errors],
    ),
    row(
        Kind::TaskRunStarted,
        "taskRun",
        "started",
        0,
        &[F::TaskName, F::Address, F::PipelineRun],
    ),
    row(
        Kind::TaskRunFinished,
        "taskRun",
        "finished",
        0,
        &[
            F::TaskName,
            F::Address,
            F::PipelineRun,
            F::Outcome,
            F::Errors,
        ],
    ),
    row(Kind::TestSuiteRunQueued, "testSuiteRun", "queued", 1, TESTS),
    row(
        Kind::TestSuiteRunStarted,
        "testSuiteRun",
        "started",
        1,
        TESTS,
    ),
    row(
        Kind::TestSuiteRunFinished,
        "testSuiteRun",
        "finished",
        2,
        &[
            F::Environment,
            F::TestOutcome,
            F::Suite,
            F::Severity,
            F::Reason,
        ],
    ),
    row(
        Kind::ArtifactPublished,
        "artifact",
        "published",
        0,
        &[F::Sbom, F::User],
    ),
    row(
        Kind::ServiceDeployed,
        "service",
        "deployed",
        2,
        &[F::Environment, F::Artifact],
    ),
];

impl Kind {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.kind)
    }

    pub(super) fn row(self) -> &'static Row {
        const FIRST: &Row = &ROWS[0];
        // Each kind has a row: a test says so.
        { ROWS.iter() }
            .find(|row| row.kind == self)
            .unwrap_or(FIRST)
    }

    /// The type of such an event, such as `dev.cdevents.taskrun.started.0.3.0`.
    #[must_use]
    pub fn type_of(self, spec: Spec) -> String {
        let Row {
            subject, predicate, ..
        } = self.row();
        let subject = subject.to_ascii_lowercase();
        format!("dev.cdevents.{subject}.{predicate}.{}0", spec.events())
    }

    /// What a type is: the kind, and whether its version is one of that specification.
    pub(super) fn of(text: &str, spec: Spec) -> Option<Self> {
        let rest = text.strip_prefix("dev.cdevents.")?;
        let (subject, rest) = rest.split_once('.')?;
        let (predicate, version) = rest.split_once('.')?;
        let patch = version
            .strip_prefix(spec.events())?
            .trim_end_matches("-draft");
        let fits =
            |row: &&Row| row.subject.eq_ignore_ascii_case(subject) && row.predicate == predicate;
        let known = !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
        { ROWS.iter() }
            .find(fits)
            .filter(|_| known)
            .map(|row| row.kind)
    }
}
