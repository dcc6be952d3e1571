//! Where files of a check are: on disk, or in a revision of a git repository.

mod revision;
mod walk;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable, source_limit};

use super::options::unreadable;
use crate::error::Failure;

pub(super) use revision::Revision;

/// A file or a folder.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// On disk; `-` is standard input.
    Disk(PathBuf),
    /// In a revision, by its path from the top, which has no slash at its end.
    Git(Arc<Revision>, String),
}

impl Place {
    /// What was named: a path if there is such a file, or else `REVISION:PATH`.
    pub(super) fn named(given: &Path) -> Result<Self, Failure> {
        let text = given.to_str().unwrap_or_default();
        match text.split_once(':') {
            Some((revision, path)) if !revision.is_empty() && !given.exists() => {
                let (revision, path) = Revision::open(revision, path)?;
                Ok(Self::Git(Arc::new(revision), path))
            }
            _ => Ok(Self::Disk(given.to_owned())),
        }
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Disk(path) if path == Path::new("-") => "stdin".to_owned(),
            Self::Disk(path) => path.display().to_string(),
            Self::Git(revision, path) => revision.name_of(path),
        }
    }

    /// Its path, without the revision.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Disk(path) => path,
            Self::Git(_, path) => Path::new(path),
        }
    }

    /// What the name of each file beside it begins with: the revision.
    pub(super) fn prefix(&self) -> &str {
        match self {
            Self::Disk(_) => "",
            Self::Git(revision, _) => revision.prefix(),
        }
    }

    pub(super) fn is_folder(&self) -> bool {
        match self {
            Self::Disk(path) => path.is_dir(),
            Self::Git(revision, path) => revision.is_folder(path),
        }
    }

    pub(super) fn is_file(&self) -> bool {
        match self {
            Self::Disk(path) => path.is_file(),
            Self::Git(revision, path) => revision.has(path),
        }
    }

    pub(super) fn has_extension(&self, wanted: &str) -> bool {
        let extension = self.path().extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
    }

    /// The same, with another path.
    pub(super) fn at(&self, path: &Path) -> Self {
        match self {
            Self::Disk(_) => Self::Disk(path.to_owned()),
            Self::Git(revision, _) => {
                let parts: Vec<_> = { path.components() }
                    .map(|part| part.as_os_str().to_string_lossy())
                    .filter(|part| part != ".")
                    .collect();
                Self::Git(Arc::clone(revision), parts.join("/"))
            }
        }
    }

    /// What is in that folder and is called so.
    pub(super) fn join(&self, part: &str) -> Self {
        self.at(&self.path().join(part))
    }

    /// The folder that it is in.
    pub(super) fn parent(&self) -> Option<Self> {
        self.path().parent().map(|parent| self.at(parent))
    }

    /// Its bytes, no more of them than a file may have and one: that tells that it is too large.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let read = match self {
            Self::Git(revision, path) => return revision.bytes(path),
            Self::Disk(path) if path == Path::new("-") => all(std::io::stdin().lock()),
            Self::Disk(path) => std::fs::File::open(path).and_then(all),
        };
        read.map_err(|error| Failure::file("read", self.path(), &error))
    }

    /// Its text.
    pub(super) fn source(&self) -> Result<Arc<Source>, Failure> {
        let source = Source::new(&self.name(), self.bytes()?);
        source.map(Arc::new).map_err(|error| unreadable(&error))
    }

    /// Its text, if there is such a file.
    pub(super) fn source_if_there(&self) -> Result<Option<Arc<Source>>, Unreadable> {
        match self.is_file().then(|| self.bytes()) {
            Some(Ok(bytes)) => {
                Source::new(&self.name(), bytes).map(|source| Some(Arc::new(source)))
            }
            _ => Ok(None),
        }
    }
}

fn all(reader: impl std::io::Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = source_limit() as u64 + 1;
    reader.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}
