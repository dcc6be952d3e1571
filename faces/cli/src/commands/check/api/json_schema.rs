//! JSON Schema.

use clap::{Args, ValueEnum};
use holdpoint_jsonschema::{Content, Missing, Schema, compare};

use super::super::contract;
use super::super::options::unreadable;
use super::given::Given;
use super::versions::{Found, Versions};
use crate::error::Failure;

/// What only JSON Schema needs to be told.
#[derive(Debug, Args)]
pub(super) struct JsonSchema {
    /// JSON Schema: what objects hold of which the schema of those who write says nothing.
    #[arg(long, value_enum, default_value_t)]
    content_model: Model,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Model {
    /// Anything, unless the schema says otherwise.
    #[default]
    AsWritten,
    /// Nothing: whoever writes keeps to what is described.
    Closed,
}

impl JsonSchema {
    /// Compares a version with those before it.
    pub(super) fn compared(
        &self,
        versions: &Versions,
        base: Given,
        revision: Given,
        say: &dyn Fn(&str),
    ) -> Result<Found, Failure> {
        let content = match self.content_model {
            Model::AsWritten => Content::AsWritten,
            Model::Closed => Content::Closed,
        };
        let mut found = Found::default();
        let read = |given: Given| {
            say(&format!("reading `{}`", given.name()));
            read(given)
        };
        let revision = read(revision)?;
        for older in std::iter::once(base).chain(versions.older()?) {
            let older = read(older)?;
            say("comparing");
            for direction in versions.directions() {
                let compared = compare(&older, &revision, *direction, content);
                found.add(compared.findings, compared.incomplete);
            }
            found.keep(older.sources().cloned().collect());
        }
        found.revision = revision.sources().cloned().collect();
        Ok(found)
    }
}

/// Reads a schema with all files that it refers to, which are looked for beside it: on disk, or in the same revision.
pub(super) fn read(given: Given) -> Result<Schema, Failure> {
    let place = given.place.clone();
    let first = given.source()?;
    let mut beside = |name: &str| match contract::beside(&place, name) {
        Ok(source) => Ok(source),
        Err(contract::Missing::Absent(what)) => Err(Missing::Absent(what)),
        Err(contract::Missing::Unreadable(error)) => Err(Missing::Unreadable(error)),
    };
    let schema = Schema::within(place.prefix(), &first, &mut beside);
    schema.map_err(|error| unreadable(&error))
}
