//! What a step does.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sound::container;
use super::{Approval, Check, Deploy, External, Gate, Manual, RollBack, Tests, Verify, Wait};
use crate::expression::Template;
use crate::shape::{Count, FromBrief, Label, Path, Script, Status, Word, choice, record};

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
    /// Bringing back what ran before a deployment; a deployment that asks for it has such a step.
    RollBack(RollBack),
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
            Self::RollBack(_) => "roll-back",
            Self::Verify(_) => "verify",
            Self::Check(_) => "check",
            Self::Tests(_) => "tests",
            Self::Manual(_) => "manual",
            Self::External(_) => "external",
        }
    }
}
