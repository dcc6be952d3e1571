//! The fields of events.

use super::kind::Spec;

/// A field of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    PipelineName,
    TaskName,
    Address,
    PipelineRun,
    Outcome,
    TestOutcome,
    Errors,
    Environment,
    Suite,
    Trigger,
    Severity,
    Reason,
    Sbom,
    User,
    Artifact,
}

impl Field {
    /// Its key.
    pub(super) fn key(self, spec: Spec) -> &'static str {
        match self {
            Self::PipelineName => "pipelineName",
            Self::TaskName => "taskName",
            Self::Address => spec.address(),
            Self::PipelineRun => "pipelineRun",
            Self::Outcome | Self::TestOutcome => "outcome",
            Self::Errors => "errors",
            Self::Environment => "environment",
            Self::Suite => "testSuite",
            Self::Trigger => "trigger",
            Self::Severity => "severity",
            Self::Reason => "reason",
            Self::Sbom => "sbom",
            Self::User => "user",
            Self::Artifact => "artifactId",
        }
    }

    /// What it is, for people.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::PipelineName | Self::TaskName => "a name",
            Self::Address => "an address",
            Self::PipelineRun => "the run of a pipeline",
            Self::Outcome | Self::TestOutcome => "how it has ended",
            Self::Errors | Self::Reason => "text",
            Self::Environment => "an environment",
            Self::Suite => "a set of tests",
            Self::Trigger => "what started the tests",
            Self::Severity => "how serious it is",
            Self::Sbom => "a bill of materials",
            Self::User => "somebody",
            Self::Artifact => "an artifact",
        }
    }
}
