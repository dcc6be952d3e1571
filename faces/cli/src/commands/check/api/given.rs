//! What was named on the command line: a folder, or a file with its bytes.

use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::Source;

use super::super::options::unreadable;
use super::super::place::Place;
use super::Kind;
use super::avro::{holds_avro, is_avro};
use super::graphql::{holds_graphql, is_graphql};
use super::json_schema::holds_schemas;
use super::sniff;
use crate::error::Failure;

/// A contract as it was named.
#[derive(Debug)]
pub(in crate::commands) struct Given {
    pub(in crate::commands::check) place: Place,
    /// The bytes of a file; none of a folder.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Given {
    /// Reads a file, no more of it than a file may have; a folder is left for later.
    pub(in crate::commands) fn read(path: &Path) -> Result<Self, Failure> {
        let place = Place::named(path)?;
        let bytes = match place.is_folder() {
            true => None,
            false => Some(place.bytes()?),
        };
        Ok(Self { place, bytes })
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        self.place.name()
    }

    /// What kind of contract it looks like: by its name, or else by what is in it.
    pub(in crate::commands) fn kind(&self) -> Kind {
        let path = self.place.path();
        match &self.bytes {
            None if holds_graphql(&self.place) => Kind::Graphql,
            None if holds_avro(&self.place) => Kind::Avro,
            None if holds_proto(&self.place) => Kind::Protobuf,
            None if holds_schemas(&self.place) => Kind::JsonSchema,
            None => Kind::Protobuf,
            Some(_) if is_avro(path) => Kind::Avro,
            Some(_) if is_graphql(path) => Kind::Graphql,
            Some(_) if self.place.has_extension("proto") => Kind::Protobuf,
            Some(bytes) if holdpoint_protobuf::is_descriptors(bytes) => Kind::Protobuf,
            Some(bytes) => sniff::kind(&self.name(), bytes).unwrap_or(Kind::Openapi),
        }
    }

    /// Its text. A folder has none.
    pub(in crate::commands::check) fn source(self) -> Result<Arc<Source>, Failure> {
        let name = self.name();
        let Some(bytes) = self.bytes else {
            let failure = Failure::input("file", format!("`{name}` is a folder"));
            return Err(failure.help("give the file that begins the contract"));
        };
        let source = Source::new(&name, bytes);
        source.map(Arc::new).map_err(|error| unreadable(&error))
    }
}

/// Whether there is a file of Protocol Buffers in a folder.
fn holds_proto(folder: &Place) -> bool {
    let is_proto = |path: &Path| {
        path.extension()
            .is_some_and(|extension| extension == "proto")
    };
    let found = folder.walk(&[], is_proto);
    found.is_ok_and(|found| !found.is_empty())
}
