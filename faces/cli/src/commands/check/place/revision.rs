//! A revision of the repository at hand.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use holdpoint_findings::source_limit;
use holdpoint_git::{Contents, FileMode, GitError, Repository};

use crate::error::Failure;

/// A revision, with the names of its files.
#[derive(Debug)]
pub(in crate::commands::check) struct Revision {
    /// As it was named, with the colon behind it.
    prefix: String,
    files: BTreeSet<String>,
    contents: Mutex<Contents>,
}

impl Revision {
    /// The revision, and the path from its top that a path names; one with a dot at its beginning is seen from here.
    pub(super) fn open(revision: &str, path: &str) -> Result<(Self, String), Failure> {
        let failed = |error: GitError| unread(&error);
        let repository = Repository::open(".").map_err(failed)?;
        let limit = source_limit() as u64;
        let contents = repository.contents(revision, limit).map_err(failed)?;
        let files = repository.files(revision).map_err(failed)?.into_iter();
        let files = files.filter(|file| file.mode != FileMode::Submodule);
        let opened = Self {
            prefix: format!("{revision}:"),
            files: files.map(|file| file.path).collect(),
            contents: Mutex::new(contents),
        };
        let given = format!("{revision}:{path}");
        let path = from_top(repository.root(), path)
            .ok_or_else(|| missing(&given, "it is not in the repository"))?;
        match opened.has(&path) || opened.is_folder(&path) {
            true => Ok((opened, path)),
            false => Err(missing(&given, &opened.alike(&path))),
        }
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn name_of(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Folders are where files are.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.below(path).next().is_some()
    }

    /// The files of a folder and of those in it, by their paths from the top, in order.
    pub(super) fn below<'s>(&'s self, folder: &str) -> impl Iterator<Item = &'s str> {
        let start = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let from = self.files.range(start.clone()..);
        from.take_while(move |file| file.starts_with(&start))
            .map(String::as_str)
    }

    pub(super) fn bytes(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = contents.read(path).map_err(|error| unread(&error))?;
        bytes.ok_or_else(|| missing(&self.name_of(path), ""))
    }

    /// Where else there is a file of that name.
    fn alike(&self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let same = |file: &&String| file.rsplit('/').next() == Some(name);
        match self.files.iter().find(same) {
            Some(file) => format!("there is `{}`", self.name_of(file)),
            None => String::new(),
        }
    }
}

/// The path from the top, with `.` and `..` undone; none if it leads out of the repository.
fn from_top(root: &Path, path: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let seen_from_here = ["./", "../"].iter().any(|dots| path.starts_with(dots));
    if seen_from_here || matches!(path, "." | "..") {
        let here = std::env::current_dir().ok()?.canonicalize().ok()?;
        let here = here.strip_prefix(root.canonicalize().ok()?).ok()?;
        parts.extend(
            here.components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned()),
        );
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part.to_owned()),
        }
    }
    Some(parts.join("/"))
}

fn missing(name: &str, more: &str) -> Failure {
    let failure = Failure::input("revision-path", format!("there is no `{name}`"));
    match more {
        "" => failure.help("`git ls-tree -r --name-only REVISION` lists what is there; paths are from the top, with `./` from here"),
        more => failure.help(more),
    }
}

fn unread(error: &GitError) -> Failure {
    let help = match error {
        GitError::UnknownRevision { .. } => {
            "fetch it first: `git fetch origin main`; a job of a CI system often has one commit only (`fetch-depth: 0`, `GIT_DEPTH: 0`)"
        }
        _ => "look at what git says; a path on disk needs no repository",
    };
    let failure = match error {
        GitError::UnknownRevision { .. }
        | GitError::Ambiguous(_)
        | GitError::NotARepository(_)
        | GitError::Path(..)
        | GitError::TooLarge { .. } => Failure::input("revision", error),
        _ => Failure::failed("revision", error),
    };
    failure.help(help)
}
