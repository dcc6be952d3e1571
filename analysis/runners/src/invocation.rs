//! A program, as it is to be started.

use serde::Serialize;

/// A program, as it is to be started. Nothing goes through a shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invocation {
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Environment variables beside those that there are.
    pub environment: Vec<(&'static str, String)>,
    /// Files that have to be written before.
    pub files: Vec<Written>,
    /// Where its JUnit reports are afterwards: a path whose last parts may have `*`, or nothing.
    pub reports: Option<String>,
}

/// A file that has to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its absolute path.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Invocation {
    pub(crate) fn of(argv: &[&str]) -> Self {
        let argv = argv.iter().map(|&word| word.to_owned()).collect();
        Self {
            argv,
            environment: Vec::new(),
            files: Vec::new(),
            reports: None,
        }
    }

    pub(crate) fn and(mut self, argument: impl Into<String>) -> Self {
        self.argv.push(argument.into());
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    pub(crate) fn needs(mut self, path: impl Into<String>, text: String) -> Self {
        self.files.push(Written {
            path: path.into(),
            text,
        });
        self
    }

    pub(crate) fn writes(mut self, reports: impl Into<String>) -> Self {
        self.reports = Some(reports.into());
        self
    }
}

/// Lines, each with its end.
pub(crate) fn lines(tests: &[String]) -> String {
    tests.iter().map(|test| format!("{test}\n")).collect()
}
