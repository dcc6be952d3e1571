//! `holdpoint check api`.

mod avro;
mod given;
mod graphql;
mod json_schema;
mod protobuf;
mod sniff;
mod versions;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_contracts::openapi::{self, Options};
use holdpoint_findings::Finding;
use holdpoint_protobuf::UNLIKE;

use super::contract;
use super::options::{CheckOptions, today, unreadable};
use super::steps::Steps;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

pub(in crate::commands::check) use given::Given;
use json_schema::JsonSchema;
use protobuf::Protobuf;
use versions::{Found, Versions};

/// Compare two versions of an API: what breaks, and whom.
#[derive(Debug, Args)]
pub(crate) struct Api {
    /// The version that consumers know, a file or a folder; `-` is standard input, `REVISION:PATH` what a git revision has.
    #[arg(long, value_name = "PATH")]
    base: PathBuf,
    /// The version that is to come, likewise.
    #[arg(long, value_name = "PATH")]
    revision: PathBuf,
    /// What kind of contract it is, if that is not to be found out.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
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
    #[command(flatten)]
    check: CheckOptions,
}

/// A kind of contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// OpenAPI 3.0 or 3.1, in YAML or JSON.
    Openapi,
    /// Protocol Buffers: a folder of `.proto` files, one of them, or a set of descriptors.
    Protobuf,
    /// GraphQL: a schema in one file, or a folder of them.
    Graphql,
    /// Avro: a schema (`.avsc`) or the types of a protocol (`.avpr`), in one file or a folder of them.
    Avro,
    /// JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, with the files that it refers to.
    JsonSchema,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Openapi => "a description by OpenAPI",
            Self::Protobuf => "a contract in Protocol Buffers",
            Self::Graphql => "a schema in GraphQL",
            Self::Avro => "a schema in Avro",
            Self::JsonSchema => "a JSON Schema",
        }
    }
}

impl Run for Api {
    fn run(self, session: &Session) -> Outcome {
        let steps = self.check.steps(session);
        let (base, revision) = (Given::read(&self.base)?, Given::read(&self.revision)?);
        let kind = match self.kind {
            Some(kind) => kind,
            None if base.kind() == revision.kind() => base.kind(),
            None => return Err(unlike(&base, &revision)),
        };
        let read = |given: &Given| steps.at(&format!("reading `{}`", given.name()));
        match kind {
            Kind::Openapi => self.openapi(session, steps, base, revision),
            Kind::Protobuf => {
                let compared = self
                    .protobuf
                    .compare(base, revision, &|what| steps.at(what))?;
                drop(steps);
                let sources = compared.sources.iter();
                self.report(session, sources, compared.findings, compared.incomplete)
            }
            Kind::Graphql => {
                read(&base);
                let base = graphql::read(base)?;
                read(&revision);
                let revision = graphql::read(revision)?;
                steps.at("comparing");
                let compared = holdpoint_graphql::compare(&base, &revision);
                drop(steps);
                let sources = base.sources().chain(revision.sources());
                self.report(session, sources, compared.findings, compared.incomplete)
            }
            Kind::Avro => {
                let say = |what: &str| steps.at(what);
                let found = avro::compared(&self.versions, base, revision, &say)?;
                drop(steps);
                self.found(session, found)
            }
            Kind::JsonSchema => {
                let say = |what: &str| steps.at(what);
                let json_schema = &self.json_schema;
                let found = json_schema.compared(&self.versions, base, revision, &say)?;
                drop(steps);
                self.found(session, found)
            }
        }
    }
}

impl Api {
    fn openapi(&self, session: &Session, steps: Steps, base: Given, revision: Given) -> Outcome {
        steps.at(&format!("reading `{}`", base.name()));
        let base = contract::read(base)?;
        steps.at(&format!("reading `{}`", revision.name()));
        let revision = contract::read(revision)?;
        let options = Options {
            stable_days: i32::from(self.deprecation_days),
            beta_days: i32::from(self.beta_days),
            ..Options::on(today(session))
        };
        steps.at("comparing");
        let compared = openapi::compare(&base, &revision, &options);
        drop(steps);
        let compared = compared.map_err(|error| unreadable(&error))?;
        let sources = base.each_source().chain(revision.each_source());
        self.report(session, sources, compared.findings, compared.incomplete)
    }

    fn found(&self, session: &Session, found: Found) -> Outcome {
        let sources = found.sources.iter();
        self.report(session, sources, found.findings, found.incomplete)
    }

    fn report<'s>(
        &self,
        session: &Session,
        sources: impl Iterator<Item = &'s std::sync::Arc<holdpoint_findings::Source>>,
        findings: Vec<Finding>,
        incomplete: bool,
    ) -> Outcome {
        let mut report = self.check.report("api");
        sources.for_each(|source| report.add_source(source));
        if incomplete {
            let what = "the contracts are too deep or too large to be compared as a whole";
            report.hold = Some(what.to_owned());
        }
        findings.into_iter().for_each(|finding| report.add(finding));
        self.check.finish(session, report)
    }
}

fn unlike(base: &Given, revision: &Given) -> Failure {
    let said = |given: &Given| format!("`{}` is {}", given.name(), given.kind().word());
    let message = format!("{}, and {}", said(base), said(revision));
    Failure::input(UNLIKE.id, message).help(UNLIKE.help)
}
