//! What goes wrong, as people and programs are told.

mod pages;
mod refusal;

use std::error::Error;
use std::fmt::Display;
use std::ops::{Deref, DerefMut};

use holdpoint_domain::{Reason, Refusal};
use serde::Serialize;

pub(crate) use pages::{PAGES, pages};

use crate::exit::Exit;

/// Where in a file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    /// The file, as it was named.
    pub(crate) file: String,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column, from 1, in characters.
    pub(crate) column: usize,
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Failure(Box<Report>);

/// What there is to say about a failure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report {
    /// How the program exits.
    #[serde(skip)]
    pub(crate) exit: Exit,
    /// Stable code; `holdpoint explain CODE` shows its page.
    pub(crate) code: String,
    /// One line, with the input in backticks.
    pub(crate) message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<String>,
    /// What lies behind it, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) causes: Vec<String>,
    /// Further reasons, when one line does not say all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<Reason>,
    /// Where in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
    /// The lines of the file around the place, as people are shown them.
    #[serde(skip)]
    pub(crate) excerpt: Option<String>,
}

impl Failure {
    /// A failure with a code and a message.
    pub(crate) fn new(exit: Exit, code: &str, message: impl Display) -> Self {
        Self(Box::new(Report {
            exit,
            code: code.to_owned(),
            message: message.to_string(),
            help: None,
            causes: Vec::new(),
            reasons: Vec::new(),
            place: None,
            excerpt: None,
        }))
    }

    /// The command itself failed.
    pub(crate) fn failed(code: &str, message: impl Display) -> Self {
        Self::new(Exit::Failed, code, message)
    }

    /// The input is not what it should be.
    pub(crate) fn input(code: &str, message: impl Display) -> Self {
        Self::new(Exit::Usage, code, message)
    }

    /// A file could not be read or written.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let exit = match error.kind() {
            std::io::ErrorKind::NotFound => Exit::Usage,
            _ => Exit::Failed,
        };
        Self::new(exit, "file", format!("cannot {doing} `{}`", path.display())).because(error)
    }

    /// A format that only checks have.
    pub(crate) fn of_checks() -> Self {
        let failure = Self::input("format-unfit", "only results of checks can be written so");
        failure.help("use `--format human` or `--format json`")
    }

    /// A format that only drawings have.
    pub(crate) fn of_drawings() -> Self {
        let failure = Self::input("format-unfit", "only pipelines can be drawn so");
        failure.help("use `--format human` or `--format json`")
    }

    /// The same, with what to do about it.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// The same, with the error behind it and those behind that one.
    #[must_use]
    pub(crate) fn because(mut self, error: &dyn Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            self.causes.push(error.to_string());
            next = error.source();
        }
        self
    }
}

impl Deref for Failure {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut Report {
        &mut self.0
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let exit = refusal::exit(&refusal.code, refusal.verdict);
        let mut failure = Self::new(exit, &refusal.code, refusal.message);
        failure.help = Some(refusal.help).filter(|help| !help.is_empty());
        failure.reasons = refusal.reasons;
        failure
    }
}
