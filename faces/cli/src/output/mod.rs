//! Data on standard output, everything else on standard error.

mod complain;
mod page;
mod plain;
mod table;

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

pub(crate) use complain::complain;
pub(crate) use page::{Human, Page};
pub(crate) use plain::plain;

use crate::error::Failure;

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    #[value(alias = "text")]
    Human,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning; of checks only, as the four that follow.
    Sarif,
    /// JUnit XML, for build servers.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// A comment on a change.
    Markdown,
    /// A picture, of pipelines only.
    Svg,
    /// A flowchart of Mermaid, of pipelines only.
    Mermaid,
}

impl Format {
    /// Whether only results of checks can be written so.
    pub(crate) fn is_of_checks(self) -> bool {
        !matches!(self, Self::Human | Self::Json) && !self.is_of_drawings()
    }

    /// Whether only pipelines can be drawn so.
    pub(crate) fn is_of_drawings(self) -> bool {
        matches!(self, Self::Svg | Self::Mermaid)
    }
}

/// The view as pretty JSON.
pub(crate) fn json<V: Serialize>(view: &V) -> Result<String, Failure> {
    match serde_json::to_string_pretty(view) {
        Ok(text) => Ok(text + "\n"),
        Err(error) => Err(Failure::failed("output", "the answer has no JSON form").because(&error)),
    }
}

/// Writes text to standard output; styles are left out where they would not be understood.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    ended(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes bytes to standard output as they are.
pub(crate) fn write_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    ended(out.write_all(bytes).and_then(|()| out.flush()))
}

/// A reader that has seen enough (`| head`) is no failure.
fn ended(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::failed("output", "cannot write to standard output").because(&error))
        }
        _ => Ok(()),
    }
}

/// One line on standard error.
pub(crate) fn note(text: &str) {
    let mut out = anstream::stderr().lock();
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(out, "{text}");
}
