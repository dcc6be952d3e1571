//! `holdpoint evidence findings`.

use clap::{Args, ValueEnum};
use holdpoint_attestation::{Envelope, Statement};
use holdpoint_findings::kept::Kept;
use holdpoint_service::queries::{CheckedView, ShowCheck};

use crate::arguments::Past;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output;
use crate::session::Session;

/// Show what a check has found about a release, and what has changed since the last release of the same artifact. Exit 2
/// while something fails the check that nothing excuses.
#[derive(Debug, Args)]
pub(crate) struct Findings {
    /// Of which release.
    release: String,
    /// Which check, such as `api` or `migrations`.
    check: String,
    /// Which of its results, as `holdpoint evidence list` shows it; the newest that has failed if nothing is said.
    #[arg(long, value_name = "EVIDENCE")]
    evidence: Option<String>,
    /// A digest that the result is about, if it is neither the release nor an artifact of it.
    #[arg(long, value_name = "DIGEST")]
    subject: Option<String>,
    /// Only findings of this level.
    #[arg(long, value_name = "LEVEL", value_parser = ["error", "warning", "info"])]
    level: Option<String>,
    /// Only findings by this rule.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Only findings in this file.
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// How many findings at most.
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    limit: usize,
    /// Write the result itself, with all findings, for other programs.
    #[arg(long, value_enum)]
    export: Option<Export>,
    #[command(flatten)]
    past: Past,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Export {
    /// As the check has written it.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Comma-separated values.
    Csv,
}

impl Run for Findings {
    fn run(self, session: &Session) -> Outcome {
        let evidence = self.evidence.map(|id| id.parse()).transpose();
        let evidence = evidence.map_err(|error| Failure::input("evidence-unknown", error))?;
        let subject = self.subject.map(|text| text.parse()).transpose();
        let subject = subject.map_err(|error| Failure::input("digest-wrong", error))?;
        let query = ShowCheck {
            release: self.release,
            check: self.check,
            evidence,
            subject,
            level: self.level,
            rule: self.rule,
            file: self.file,
            limit: Some(self.limit),
        };
        let (client, at) = (session.client()?, session.at(&self.past)?);
        let page = ask(&*client, &query, at.as_deref())?;
        let fails = page.counts.failing > 0 || page.hold.is_some();
        match (&self.export, &page.shown) {
            (Some(export), Some(shown)) => output::write(&exported(&*client, shown, *export)?)?,
            _ => drop(session.show(&page)?),
        }
        Ok(if fails { Exit::NoGo } else { Exit::Go })
    }
}

fn exported(client: &dyn Client, shown: &CheckedView, export: Export) -> Result<String, Failure> {
    let gone = || {
        Failure::input(
            "blob-unknown",
            format!("there is no content `{}`", shown.blob),
        )
    };
    let bytes = client.blob(&shown.blob)?.ok_or_else(gone)?;
    let payload = Envelope::parse(&bytes).map_or(bytes, |envelope| envelope.payload);
    let wrong = |error: &dyn std::error::Error| Failure::input("evidence-malformed", error);
    let document = match Statement::parse(&payload) {
        Ok(statement) => statement.predicate,
        Err(_) => serde_json::from_slice(&payload).map_err(|error| wrong(&error))?,
    };
    let kept = Kept::read(&document).map_err(|error| wrong(&error))?;
    Ok(match export {
        Export::Json => output::json(&document)?,
        Export::Sarif => kept.sarif(),
        Export::Csv => kept.csv(),
    })
}
