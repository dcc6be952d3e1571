//! The files that describe a contract, and their digest.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use holdpoint_attestation::contract::{Contract, File};
use holdpoint_contracts::openapi::{self, Options};
use holdpoint_findings::Source;

use super::super::contract;
use super::super::options::unreadable;
use super::super::place::Place;
use super::protobuf::Protobuf;
use super::{Given, Kind, avro, graphql, json_schema};
use crate::error::Failure;

/// Where a contract was read from.
pub(super) struct Origin {
    place: Place,
    /// The bytes of a file; none of a folder.
    bytes: Option<Vec<u8>>,
}

impl Origin {
    pub(super) fn of(given: &Given) -> Self {
        Self {
            place: given.place.clone(),
            bytes: given.bytes.clone(),
        }
    }
}

/// The digest of what was read.
pub(super) fn digest(origin: &Origin, sources: &[Arc<Source>]) -> String {
    holdpoint_attestation::contract::digest(&files(origin, sources))
}

/// A contract of an interface, with its files; read as a whole, so that mistakes are told.
pub(in crate::commands) fn described(
    interface: &str,
    path: &Path,
    kind: Option<Kind>,
) -> Result<Contract, Failure> {
    let given = Given::read(path)?;
    let kind = kind.unwrap_or_else(|| given.kind());
    let origin = Origin::of(&given);
    let sources = sources(given, kind)?;
    let folder = origin.bytes.is_none();
    Ok(Contract::new(
        interface,
        &kind.name(),
        files(&origin, &sources),
        folder,
    ))
}

fn sources(given: Given, kind: Kind) -> Result<Vec<Arc<Source>>, Failure> {
    Ok(match kind {
        Kind::Openapi => {
            let files = contract::read(given)?;
            // Whether it is a description at all shows when it is compared.
            let options = Options::on(jiff::civil::Date::constant(1970, 1, 1));
            let compared = openapi::compare(&files, &files, &options);
            compared.map_err(|error| unreadable(&error))?;
            files.each_source().cloned().collect()
        }
        Kind::Protobuf => {
            let place = given.place.clone();
            let (contract, _) = Protobuf::default().read(given, &place)?;
            contract.sources().cloned().collect()
        }
        Kind::Graphql => graphql::read(given)?.sources().cloned().collect(),
        Kind::Avro => avro::read(given)?.sources().cloned().collect(),
        Kind::JsonSchema => json_schema::sources(given)?,
    })
}

/// What every compiler of Protocol Buffers brings along; it is no file of the contract.
const BUILT_IN: &str = "google/protobuf/";

/// The files, the first one first: by their paths below the folder, or below the one that they are all in.
fn files(origin: &Origin, sources: &[Arc<Source>]) -> Vec<File> {
    let name = origin.place.path().file_name().unwrap_or_default();
    if let (Some(bytes), 0 | 1) = (&origin.bytes, sources.len()) {
        return vec![File::new(name.to_string_lossy(), bytes.clone())];
    }
    let prefix = origin.place.prefix();
    let lying = sources
        .iter()
        .filter(|source| !source.name().starts_with(BUILT_IN));
    let lying: Vec<_> = lying
        .map(|source| {
            let name = source.name();
            let path = name.strip_prefix(prefix).unwrap_or(&name);
            (plain(Path::new(path)), source)
        })
        .collect();
    let root = match &origin.bytes {
        None => plain(origin.place.path()),
        Some(_) => common(lying.iter().map(|(path, _)| path.as_path())),
    };
    let below = lying.iter().filter_map(|(path, source)| {
        let parts = path.strip_prefix(&root).ok()?.components();
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Some(File::new(
            parts.join("/"),
            source.text().as_bytes().to_vec(),
        ))
    });
    below.collect()
}

/// The folder that all of them are in.
fn common<'p>(paths: impl Iterator<Item = &'p Path>) -> PathBuf {
    let folders = paths.filter_map(Path::parent).map(Path::to_owned);
    let both = |a: PathBuf, b: PathBuf| {
        let same = a
            .components()
            .zip(b.components())
            .take_while(|(a, b)| a == b);
        same.map(|(part, _)| part).collect()
    };
    folders.reduce(both).unwrap_or_default()
}

/// The same path without `.` and, where that is possible, without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
