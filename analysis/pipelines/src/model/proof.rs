//! Checks, tests, what people do, and jobs elsewhere.

use std::collections::BTreeMap;

use super::sound::check;
use crate::expression::Template;
use crate::shape::{Count, Duration, FromBrief, Label, Path, Reader, Script, Word, choice, record};
use holdpoint_findings::Value;

choice! {
    /// From which level on a finding fails the step.
    FailOn is "a failing level" {
        /// What may break, too.
        Warning = "warning",
        /// What breaks.
        Error = "error",
        /// Anything.
        Info = "info",
    }
}

record! {
    /// A check of files.
    Check is "a check"
    needs {
        /// Which check, and its arguments.
        command: Vec<Template> = "[migrations, db/migrations]",
    }
    may {
        /// From which level on a finding fails it; `warning` if nothing is said.
        fail_on: FailOn,
    }
    checked by check
}

impl FromBrief for Check {
    type Short = Vec<Template>;

    fn from_brief(command: Vec<Template>) -> Self {
        Self {
            command,
            fail_on: FailOn::Warning,
        }
    }

    fn checked(&self, reader: &mut Reader<'_>, value: Value<'_>) {
        check(self, reader, value);
    }
}

choice! {
    /// What lists and runs tests.
    TestRunner is "a test runner" {
        /// cargo-nextest, 0.9.100 or newer.
        CargoNextest = "cargo-nextest",
        /// pytest, 8.2 or newer.
        Pytest = "pytest",
        /// Jest with the reporter jest-junit.
        Jest = "jest",
        /// Go, run by gotestsum.
        Go = "go",
        /// Maven Surefire, 3.0 or newer.
        Maven = "maven",
        /// .NET with VSTest and the logger `JunitXml.TestLogger`.
        DotNet = "dotnet",
    }
}

record! {
    /// Tests that several workers share: collected first, none lost.
    Tests is "tests"
    needs {
        /// What lists and runs them.
        runner: TestRunner = "cargo-nextest",
    }
    may {
        /// How many workers; one if nothing is said.
        workers: Option<Count>,
        /// Commands that everybody who lists or runs tests begins with, in the same shell: `. .venv/bin/activate`, `npm ci`.
        setup: Option<Script>,
        /// Arguments of the runner.
        arguments: Vec<Template>,
        /// JUnit reports that it writes.
        reports: Vec<Path>,
        /// Coverage that it writes; it is merged.
        coverage: Vec<Path>,
        /// How often a test that failed is run again; if it passes then it is flaky.
        retry: Option<Count>,
    }
}

impl FromBrief for Tests {
    type Short = TestRunner;

    fn from_brief(runner: TestRunner) -> Self {
        Self {
            runner,
            workers: None,
            setup: None,
            arguments: Vec::new(),
            reports: Vec::new(),
            coverage: Vec::new(),
            retry: None,
        }
    }
}

record! {
    /// Something that a person does.
    Manual is "a manual task"
    needs {
        /// The role whose task it is.
        owner: Word = "database-administrator",
        /// What to do, and how one sees that it is done.
        instructions: Template = "Switch the read replicas to the new primary.",
    }
    may {
        /// The role that does it if the owner cannot.
        deputy: Option<Word>,
        /// How long it is planned to take.
        planned: Option<Duration>,
        /// What has to be attached, such as the output of a command; nothing if nothing is said.
        attachment: Option<String>,
        /// Whether a second person has to confirm it.
        confirm: bool,
    }
}

choice! {
    /// Other systems that run jobs.
    ExternalSystem is "another system" {
        /// GitHub Actions.
        GithubActions = "github-actions",
        /// GitLab CI.
        GitlabCi = "gitlab-ci",
        /// Jenkins.
        Jenkins = "jenkins",
        /// Argo Workflows.
        ArgoWorkflows = "argo-workflows",
    }
}

choice! {
    /// How a job of another system belongs to a step.
    ExternalMode is "a way with a job elsewhere" {
        /// The step starts it and follows it.
        Start = "start",
        /// Something else starts it; the step waits for what it says by webhook.
        Receive = "receive",
    }
}

record! {
    /// A job of another system.
    External is "a job of another system"
    needs {
        /// Of which.
        system: ExternalSystem = "jenkins",
        /// Which job or workflow.
        job: Template = "shop/deploy",
    }
    may {
        /// Where it lives, such as `acme/shop`; this repository if nothing is said.
        repository: Option<Template>,
        /// At which commit, branch or tag.
        r#ref: Option<Template>,
        /// What it is started with.
        inputs: BTreeMap<Label, Template>,
        /// Whether it is started or waited for; `start` if nothing is said.
        mode: ExternalMode,
    }
}
