//! What a step does.

use std::collections::BTreeMap;

use holdpoint_findings::Value;
use serde::Serialize;

use super::sound::{check, container, wait};
use super::{Approval, Gate, Strategy};
use crate::expression::Template;
use crate::shape::{
    Brief, Count, Duration, FromBrief, Label, Path, Reader, Script, Status, Word, choice, record,
};

choice! {
    /// What reads a script.
    Shell is "a shell" {
        /// `sh -eu`.
        Sh = "sh",
        /// `bash -eu -o pipefail`.
        Bash = "bash",
        /// PowerShell.
        PowerShell = "powershell",
        /// Python.
        Python = "python",
    }
}

record! {
    /// Commands on an agent.
    Run is "a script"
    needs {
        /// The commands.
        script: Script = "make",
    }
    may {
        /// What reads them; `sh` if nothing is said.
        shell: Shell,
        /// Where they run, inside the folder of the step.
        folder: Option<Path>,
    }
}

impl FromBrief for Run {
    type Short = Script;

    fn from_brief(script: Script) -> Self {
        Self {
            script,
            shell: Shell::Sh,
            folder: None,
        }
    }
}

record! {
    /// A container on an agent.
    Container is "a container"
    needs {
        /// Its image.
        image: Template = "rust:1.95",
    }
    may {
        /// Commands in it; what the image does by itself if nothing is said.
        run: Option<Script>,
        /// What reads them.
        shell: Shell,
        /// A program with its arguments, instead of `run`.
        command: Vec<Template>,
        /// Where it runs, inside the folder of the step.
        folder: Option<Path>,
        /// The user inside it, by number.
        user: Option<Count>,
    }
    checked by container
}

impl FromBrief for Container {
    type Short = Template;

    fn from_brief(image: Template) -> Self {
        Self {
            image,
            run: None,
            shell: Shell::Sh,
            command: Vec::new(),
            folder: None,
            user: None,
        }
    }
}

choice! {
    /// What is asked of an address.
    Method is "a method of HTTP" {
        /// What is there.
        Get = "GET",
        /// To take something.
        Post = "POST",
        /// To put something there.
        Put = "PUT",
        /// To change what is there.
        Patch = "PATCH",
        /// To remove it.
        Delete = "DELETE",
        /// Whether it is there.
        Head = "HEAD",
    }
}

record! {
    /// A call by HTTP.
    Http is "a call"
    needs {
        /// The address.
        url: Template = "https://example.org/health",
    }
    may {
        /// What is asked; `GET` if nothing is said.
        method: Method,
        /// Headers.
        headers: BTreeMap<Label, Template>,
        /// What is sent.
        body: Option<Template>,
        /// Good answers; 200 to 299 if nothing is said.
        expect: Vec<Status>,
        /// The secret that is sent as bearer token.
        bearer: Option<Word>,
    }
}

impl FromBrief for Http {
    type Short = Template;

    fn from_brief(url: Template) -> Self {
        Self {
            url,
            method: Method::Get,
            headers: BTreeMap::new(),
            body: None,
            expect: Vec::new(),
            bearer: None,
        }
    }
}

record! {
    /// Time that passes.
    Wait is "a wait"
    needs {}
    may {
        /// How long.
        r#for: Option<Duration>,
        /// Until one of these maintenance windows is open.
        window: Vec<Word>,
    }
    checked by wait
}

impl FromBrief for Wait {
    type Short = Duration;

    fn from_brief(duration: Duration) -> Self {
        Self {
            r#for: Some(duration),
            window: Vec::new(),
        }
    }
}

record! {
    /// A deployment to an environment.
    Deploy is "a deployment"
    needs {}
    may {
        /// Where to; the environment of the stage if nothing is said.
        environment: Option<Word>,
        /// Which release; that of the run if nothing is said.
        release: Option<Template>,
        /// Which of its components; all if nothing is said.
        components: Vec<Word>,
        /// How; as the stage says if nothing is said.
        strategy: Option<Brief<Strategy>>,
    }
}

impl FromBrief for Deploy {
    type Short = Word;

    fn from_brief(environment: Word) -> Self {
        Self {
            environment: Some(environment),
            release: None,
            components: Vec::new(),
            strategy: None,
        }
    }
}

record! {
    /// Looking whether what was deployed works.
    Verify is "a verification"
    needs {}
    may {
        /// Where; the environment of the stage if nothing is said.
        environment: Option<Word>,
        /// How long it is watched.
        r#for: Option<Duration>,
        /// Key transactions that have to work; those of the components if nothing is said.
        transactions: Vec<Word>,
        /// Metrics that are compared with those of the old version.
        metrics: Vec<Word>,
    }
}

impl FromBrief for Verify {
    type Short = Duration;

    fn from_brief(duration: Duration) -> Self {
        Self {
            environment: None,
            r#for: Some(duration),
            transactions: Vec::new(),
            metrics: Vec::new(),
        }
    }
}

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

record! {
    /// Tests that several workers share: collected first, none lost.
    Tests is "tests"
    needs {
        /// Which adapter lists and runs them, such as `cargo-nextest`, `pytest`, `jest`, `go`, `maven` or `dotnet`.
        runner: Word = "cargo-nextest",
    }
    may {
        /// How many workers; one if nothing is said.
        workers: Option<Count>,
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
    type Short = Word;

    fn from_brief(runner: Word) -> Self {
        Self {
            runner,
            workers: None,
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

/// What a step does: one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Commands on an agent.
    Run(Run),
    /// A container on an agent.
    Container(Container),
    /// A call by HTTP.
    Http(Http),
    /// Time that passes.
    Wait(Wait),
    /// A gate.
    Gate(Gate),
    /// People decide.
    Approval(Approval),
    /// A deployment.
    Deploy(Deploy),
    /// Looking whether what was deployed works.
    Verify(Verify),
    /// A check of files.
    Check(Check),
    /// Tests that several workers share.
    Tests(Tests),
    /// Something that a person does.
    Manual(Manual),
    /// A job of another system.
    External(External),
}

impl Work {
    /// What its key in a definition is.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Run(_) => "run",
            Self::Container(_) => "container",
            Self::Http(_) => "http",
            Self::Wait(_) => "wait",
            Self::Gate(_) => "gate",
            Self::Approval(_) => "approval",
            Self::Deploy(_) => "deploy",
            Self::Verify(_) => "verify",
            Self::Check(_) => "check",
            Self::Tests(_) => "tests",
            Self::Manual(_) => "manual",
            Self::External(_) => "external",
        }
    }
}
