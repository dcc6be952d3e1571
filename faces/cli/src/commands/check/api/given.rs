//! What was named on the command line: a folder, or a file with its bytes.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_findings::{Source, source_limit};

use super::super::options::unreadable;
use super::Kind;
use super::graphql::{holds_graphql, is_graphql};
use crate::error::Failure;

/// A contract as it was named.
#[derive(Debug)]
pub(in crate::commands::check) struct Given {
    pub(super) path: PathBuf,
    /// The bytes of a file; none of a folder.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Given {
    /// Reads a file, no more of it than a file may have; a folder is left for later.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let given = |bytes| Self {
            path: path.to_owned(),
            bytes,
        };
        if path == Path::new("-") {
            let read = all(std::io::stdin().lock());
            return read
                .map_err(|error| Failure::file("read", path, &error))
                .map(given);
        }
        if path.is_dir() {
            return Ok(given(None));
        }
        let read = std::fs::File::open(path).and_then(all);
        read.map_err(|error| Failure::file("read", path, &error))
            .map(given)
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        match self.path.display().to_string() {
            dash if dash == "-" => "stdin".to_owned(),
            name => name,
        }
    }

    /// What kind of contract it looks like: by its name, or else by what is in it.
    pub(super) fn kind(&self) -> Kind {
        let proto = self
            .path
            .extension()
            .is_some_and(|extension| extension == "proto");
        match &self.bytes {
            None if holds_graphql(&self.path) => Kind::Graphql,
            None => Kind::Protobuf,
            Some(_) if is_graphql(&self.path) => Kind::Graphql,
            Some(_) if proto => Kind::Protobuf,
            Some(bytes) if holdpoint_protobuf::is_descriptors(bytes) => Kind::Protobuf,
            Some(_) => Kind::Openapi,
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

fn all(reader: impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // One more than is allowed tells that it is too large.
    let limit = source_limit() as u64 + 1;
    reader.take(limit).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
