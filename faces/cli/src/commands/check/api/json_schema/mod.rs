//! JSON Schema: of one file that others may belong to, or of all files of a folder.

mod folder;

use std::sync::Arc;

use clap::{Args, ValueEnum};
use holdpoint_findings::Source;
use holdpoint_jsonschema::{Content, Missing, Schema, compare, removed};

use super::super::contract;
use super::super::options::unreadable;
use super::super::place::Place;
use super::given::Given;
use super::versions::{Found, Versions};
use crate::error::Failure;
use folder::{Folder, Ids};

pub(super) use folder::holds_schemas;

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

/// A version: one schema, or those of a folder by their paths.
enum Version {
    One(Schema),
    Folder(Folder),
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
        let mut found = Found::default();
        let read = |given: Given| {
            say(&format!("reading `{}`", given.name()));
            Version::read(given)
        };
        let named = revision.name();
        let revision = read(revision)?;
        for older in std::iter::once(base).chain(versions.older()?) {
            let name = older.name();
            let older = read(older)?;
            say("comparing");
            match (&older, &revision) {
                (Version::One(older), Version::One(revision)) => {
                    self.one(versions, (older, revision), None, &mut found);
                }
                (Version::Folder(older), Version::Folder(revision)) => {
                    self.all(versions, older, revision, &mut found);
                }
                _ => return Err(uneven(&name, &named)),
            }
            found.keep(older.sources());
        }
        found.revision = revision.sources();
        Ok(found)
    }

    /// One schema; of several, the one at that path.
    fn one(
        &self,
        versions: &Versions,
        (older, revision): (&Schema, &Schema),
        path: Option<&str>,
        found: &mut Found,
    ) {
        let content = match self.content_model {
            Model::AsWritten => Content::AsWritten,
            Model::Closed => Content::Closed,
        };
        for direction in versions.directions() {
            let mut compared = compare(older, revision, *direction, content);
            // What is said of one schema is not said of another that has the same words.
            if let Some(path) = path {
                let findings = compared.findings.into_iter();
                compared.findings = findings.map(|one| one.apart_by(path)).collect();
            }
            found.add(compared.findings, compared.incomplete);
        }
    }

    /// Each schema with the one at the same path. What is new is no concern of those who do not know of it.
    fn all(&self, versions: &Versions, older: &Folder, revision: &Folder, found: &mut Found) {
        for (path, schema) in &older.schemas {
            match revision.schemas.get(path) {
                Some(new) => self.one(versions, (schema, new), Some(path), found),
                None => {
                    let each = versions.directions().iter();
                    let gone = each.filter_map(|direction| removed(schema, path, *direction));
                    found.add(gone.collect(), false);
                }
            }
        }
    }
}

impl Version {
    fn read(given: Given) -> Result<Self, Failure> {
        match given.bytes {
            Some(_) => read(given).map(Self::One),
            None => Folder::read(&given.place).map(Self::Folder),
        }
    }

    fn sources(&self) -> Vec<Arc<Source>> {
        match self {
            Self::One(schema) => schema.sources().cloned().collect(),
            Self::Folder(folder) => folder.sources(),
        }
    }
}

fn uneven(base: &str, revision: &str) -> Failure {
    let message = format!("one of `{base}` and `{revision}` is a folder, and the other a file");
    let help = "give two folders, or two files that begin the schema";
    Failure::input("json-schema-uneven", message).help(help)
}

/// The texts of a schema, or of all schemas of a folder; read as a whole, so that mistakes are told.
pub(super) fn sources(given: Given) -> Result<Vec<Arc<Source>>, Failure> {
    Version::read(given).map(|version| version.sources())
}

/// Reads a schema with all files that it refers to, which are looked for beside it: on disk, or in the same revision.
fn read(given: Given) -> Result<Schema, Failure> {
    let place = given.place.clone();
    let first = given.source()?;
    read_in(&place, &first, &Ids::new())
}

/// The same, where some schemas are known by what they call themselves.
fn read_in(place: &Place, first: &Arc<Source>, ids: &Ids) -> Result<Schema, Failure> {
    let mut beside = |name: &str| match ids.get(name) {
        Some(known) => match known.source_if_there() {
            Ok(Some(source)) => Ok(source),
            Ok(None) => Err(Missing::Absent("it is not there any more".to_owned())),
            Err(error) => Err(Missing::Unreadable(error)),
        },
        // It is an address, which is none of a file.
        None if name.contains("://") => Err(Missing::Absent(String::new())),
        None => match contract::beside(place, name) {
            Ok(source) => Ok(source),
            Err(contract::Missing::Absent(what)) => Err(Missing::Absent(what)),
            Err(contract::Missing::Unreadable(error)) => Err(Missing::Unreadable(error)),
        },
    };
    let schema = Schema::within(place.prefix(), first, &mut beside);
    schema.map_err(|error| unreadable(&error))
}
