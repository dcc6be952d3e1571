//! What every check understands, and how it ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use holdpoint_findings::{
    Format as Shape, Level, Report, Source, Tool, Unreadable, Verdict, Waivers, render,
};
use holdpoint_ports::{Clock as _, SystemClock};
use jiff::Timestamp;
use jiff::civil::Date;

use super::attest::Attest;
use super::forge::ReportTo;
use super::steps::{Shown, Steps};
use crate::commands::Outcome;
use crate::error::{Failure, Place};
use crate::exit::Exit;
use crate::output::{self, Format};
use crate::session::Session;

/// What every check understands.
#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    /// Exceptions: YAML with a list `waivers`, each with rule, subject, owner, approver, reason and last day.
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// From which level on a finding fails the check.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// How it is shown what the check is at, on standard error.
    #[arg(long, value_enum, default_value_t, value_name = "WAY")]
    progress: Shown,
    #[command(flatten)]
    attest: Attest,
    #[command(flatten)]
    to: ReportTo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum FailOn {
    /// What breaks.
    Error,
    /// What may break, too.
    #[default]
    Warning,
    /// Any change.
    Info,
}

/// Who checks.
pub(in crate::commands) const TOOL: Tool = Tool {
    name: "holdpoint",
    version: env!("CARGO_PKG_VERSION"),
    page: "https://example.org/holdpoint",
};

impl CheckOptions {
    /// A report of a check that is called so, still empty.
    pub(super) fn report(&self, check: &'static str) -> Report {
        let mut report = Report::new(TOOL, check);
        report.failing = match self.fail_on {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Info => Level::Info,
        };
        report
    }

    /// What shows what it is at.
    pub(super) fn steps(&self, session: &Session) -> Steps {
        Steps::new(session, self.progress)
    }

    /// Lets waivers have their say, writes the report and says how to exit.
    pub(super) fn finish(&self, session: &Session, mut report: Report) -> Outcome {
        report.settle();
        if let Some(path) = &self.waivers {
            let source = source(path)?;
            let waivers = Waivers::read(&source).map_err(|error| unreadable(&error))?;
            waivers.apply(&mut report, today(session));
        }
        let attestation = self.attest.prepared(&report)?;
        output::write(&render(&report, shape(session.format())))?;
        if let Some(attestation) = attestation {
            attestation.write(&report)?;
        }
        let exit = match report.verdict() {
            Verdict::Go => Exit::Go,
            Verdict::NoGo => Exit::NoGo,
            Verdict::Hold => Exit::Hold,
        };
        match self.to.tell(session, &report) {
            // What the check says weighs more than that it was not reported.
            Err(failure) if exit != Exit::Go => output::complain(&failure, session.format()),
            told => told?,
        }
        Ok(exit)
    }
}

fn shape(format: Format) -> Shape {
    match format {
        // Colours are left out on the way where they would not be understood.
        Format::Human => Shape::Human { colour: true },
        Format::Json => Shape::Json,
        Format::Sarif => Shape::Sarif,
        Format::Junit => Shape::Junit,
        Format::Github => Shape::Github,
        Format::Gitlab => Shape::Gitlab,
        Format::Markdown => Shape::Markdown,
    }
}

/// The day, in the zone of the reader.
pub(super) fn today(session: &Session) -> Date {
    let now = Timestamp::from_millisecond(SystemClock.now()).unwrap_or_default();
    session.zone.to_datetime(now).date()
}

/// The text of a file that was named; `-` is standard input.
pub(in crate::commands) fn source(path: &Path) -> Result<Arc<Source>, Failure> {
    let name = path.display().to_string();
    let read = match name.as_str() {
        "-" => Source::from_reader("stdin", std::io::stdin().lock()),
        _ => std::fs::File::open(path).and_then(|file| Source::from_reader(&name, file)),
    };
    let source = read.map_err(|error| Failure::file("read", path, &error))?;
    source.map(Arc::new).map_err(|error| unreadable(&error))
}

/// Input that cannot be checked: its first mistake with its place, and the others.
pub(in crate::commands) fn unreadable(error: &Unreadable) -> Failure {
    let Some((first, others)) = error.findings().split_first() else {
        return Failure::input("file", error);
    };
    let mut failure = Failure::input(first.rule.id, &first.message).help(&first.help);
    failure.place = Some(Place {
        file: first.place.file.to_string(),
        line: first.place.line,
        column: first.place.column,
    });
    let others = others.iter().map(|other| {
        let place = &other.place;
        format!(
            "{}:{}:{}: {}",
            place.file, place.line, place.column, other.message
        )
    });
    failure.causes = others.collect();
    failure
}
