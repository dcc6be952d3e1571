//! Comparing two contracts of one kind.

use std::sync::Arc;

use clap::Args;
use holdpoint_contracts::openapi::{self, Options};
use holdpoint_findings::{Finding, Input, Inputs, Report, Source};

use super::super::contract;
use super::super::options::{today, unreadable};
use super::described::{Origin, digest};
use super::json_schema::JsonSchema;
use super::protobuf::Protobuf;
use super::versions::{Found, Versions};
use super::{Given, Kind, avro, graphql};
use crate::error::Failure;
use crate::session::Session;

/// How contracts are compared.
#[derive(Debug, Args)]
pub(in crate::commands) struct Comparing {
    /// OpenAPI: for how many days something stable stays once it is deprecated; less is an error.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    deprecation_days: u16,
    /// OpenAPI: the same of what has `x-stability-level: beta`.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    beta_days: u16,
    #[command(flatten)]
    versions: Versions,
    #[command(flatten)]
    json_schema: JsonSchema,
    #[command(flatten)]
    protobuf: Protobuf,
}

/// What a comparison says, with the texts that it is about.
pub(in crate::commands) struct Compared {
    base: Vec<Arc<Source>>,
    revision: Vec<Arc<Source>>,
    older: Vec<Arc<Source>>,
    findings: Vec<Finding>,
    incomplete: bool,
    inputs: Option<Inputs>,
}

/// Says what it is at.
type Say<'a> = dyn Fn(&str) + 'a;

impl Compared {
    pub(super) fn new(
        base: Vec<Arc<Source>>,
        revision: Vec<Arc<Source>>,
        (findings, incomplete): (Vec<Finding>, bool),
    ) -> Self {
        Self {
            base,
            revision,
            older: Vec::new(),
            findings,
            incomplete,
            inputs: None,
        }
    }

    fn of(found: Found) -> Self {
        Self {
            older: found.older,
            ..Self::new(
                found.base,
                found.revision,
                (found.findings, found.incomplete),
            )
        }
    }

    /// As a report.
    pub(in crate::commands) fn report(self, mut report: Report) -> Report {
        let sources = self.base.iter().chain(&self.older).chain(&self.revision);
        sources.for_each(|source| report.add_source(source));
        if self.incomplete {
            let what = "the contracts are too deep or too large to be compared as a whole";
            report.hold = Some(what.to_owned());
        }
        let findings = self.findings.into_iter();
        findings.for_each(|finding| report.add(finding));
        report.inputs = self.inputs;
        report
    }
}

impl Comparing {
    /// Compares two contracts of this kind: what consumers know, and what is to come.
    pub(in crate::commands) fn compare(
        &self,
        session: &Session,
        say: &Say<'_>,
        kind: Kind,
        (base, revision): (Given, Given),
    ) -> Result<Compared, Failure> {
        let origins = (Origin::of(&base), Origin::of(&revision));
        let versions = &self.versions;
        let mut compared = match kind {
            Kind::Openapi => self.openapi(session, say, base, revision)?,
            Kind::Protobuf => self.protobuf.compare(base, revision, say)?,
            Kind::Graphql => graphql(say, base, revision)?,
            Kind::Avro => Compared::of(avro::compared(versions, base, revision, say)?),
            Kind::JsonSchema => {
                let found = self.json_schema.compared(versions, base, revision, say)?;
                Compared::of(found)
            }
        };
        let input = |origin: &Origin, sources: &[Arc<Source>]| Input {
            kind: kind.name(),
            digest: digest(origin, sources),
        };
        compared.inputs = Some(Inputs {
            base: input(&origins.0, &compared.base),
            revision: input(&origins.1, &compared.revision),
        });
        Ok(compared)
    }

    fn openapi(
        &self,
        session: &Session,
        say: &Say<'_>,
        base: Given,
        revision: Given,
    ) -> Result<Compared, Failure> {
        say(&format!("reading `{}`", base.name()));
        let base = contract::read(base)?;
        say(&format!("reading `{}`", revision.name()));
        let revision = contract::read(revision)?;
        let options = Options {
            stable_days: i32::from(self.deprecation_days),
            beta_days: i32::from(self.beta_days),
            ..Options::on(today(session))
        };
        say("comparing");
        let compared = openapi::compare(&base, &revision, &options);
        let compared = compared.map_err(|error| unreadable(&error))?;
        let found = (compared.findings, compared.incomplete);
        let texts = |files: &holdpoint_contracts::Files| files.each_source().cloned().collect();
        Ok(Compared::new(texts(&base), texts(&revision), found))
    }
}

fn graphql(say: &Say<'_>, base: Given, revision: Given) -> Result<Compared, Failure> {
    say(&format!("reading `{}`", base.name()));
    let base = graphql::read(base)?;
    say(&format!("reading `{}`", revision.name()));
    let revision = graphql::read(revision)?;
    say("comparing");
    let found = holdpoint_graphql::compare(&base, &revision);
    let texts = |schema: &holdpoint_graphql::Schema| schema.sources().cloned().collect();
    let found = (found.findings, found.incomplete);
    Ok(Compared::new(texts(&base), texts(&revision), found))
}
