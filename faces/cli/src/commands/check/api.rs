//! `holdpoint check api`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_contracts::openapi::{self, Options};

use super::contract;
use super::options::{CheckOptions, today, unreadable};
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Compare two versions of an API: what breaks, and whom.
#[derive(Debug, Args)]
pub(crate) struct Api {
    /// The version that consumers know; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    base: PathBuf,
    /// The version that is to come; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    revision: PathBuf,
    /// What kind of contract it is, if that is not to be found out.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// For how many days something stable stays once it is deprecated; less is an error.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    deprecation_days: u16,
    /// The same of what has `x-stability-level: beta`.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    beta_days: u16,
    #[command(flatten)]
    check: CheckOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// OpenAPI 3.0 or 3.1, in YAML or JSON.
    Openapi,
}

impl Run for Api {
    fn run(self, session: &Session) -> Outcome {
        let (Some(Kind::Openapi) | None) = self.kind;
        let (base, revision) = (contract::read(&self.base)?, contract::read(&self.revision)?);
        let options = Options {
            stable_days: i32::from(self.deprecation_days),
            beta_days: i32::from(self.beta_days),
            ..Options::on(today(session))
        };
        let compared = openapi::compare(&base, &revision, &options);
        let compared = compared.map_err(|error| unreadable(&error))?;
        let mut report = self.check.report("api");
        let sources = base.each_source().chain(revision.each_source());
        sources.for_each(|source| report.add_source(source));
        if compared.incomplete {
            let what = "the contracts are too deep or too large to be compared as a whole";
            report.hold = Some(what.to_owned());
        }
        { compared.findings.into_iter() }.for_each(|finding| report.add(finding));
        self.check.finish(session, report)
    }
}
