//! `holdpoint check api`.

mod avro;
mod compare;
mod described;
mod given;
mod graphql;
mod json_schema;
mod protobuf;
mod sniff;
mod versions;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_protobuf::UNLIKE;

use super::options::CheckOptions;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

pub(in crate::commands) use compare::Comparing;
pub(in crate::commands) use described::described;
pub(in crate::commands) use given::Given;

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
    #[command(flatten)]
    comparing: Comparing,
    #[command(flatten)]
    check: CheckOptions,
}

/// A kind of contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::commands) enum Kind {
    /// OpenAPI 3.0 or 3.1, in YAML or JSON.
    Openapi,
    /// Protocol Buffers: a folder of `.proto` files, one of them, or a set of descriptors.
    Protobuf,
    /// GraphQL: a schema in one file, or a folder of them.
    Graphql,
    /// Avro: a schema (`.avsc`) or the types of a protocol (`.avpr`), in one file or a folder of them.
    Avro,
    /// JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, with the files that it refers to, or a folder of them.
    JsonSchema,
}

impl Kind {
    /// The name of it.
    pub(in crate::commands) fn name(self) -> String {
        let value = self.to_possible_value();
        value
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// The kind of that name.
    pub(in crate::commands) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

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
        let say = |what: &str| steps.at(what);
        let compared = self
            .comparing
            .compare(session, &say, kind, (base, revision))?;
        drop(steps);
        let report = compared.report(self.check.report("api"));
        self.check.finish(session, report)
    }
}

fn unlike(base: &Given, revision: &Given) -> Failure {
    let said = |given: &Given| format!("`{}` is {}", given.name(), given.kind().word());
    let message = format!("{}, and {}", said(base), said(revision));
    Failure::input(UNLIKE.id, message).help(UNLIKE.help)
}
