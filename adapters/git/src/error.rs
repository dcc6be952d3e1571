//! What goes wrong when git is asked.

use std::path::PathBuf;

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// The program could not be started.
    #[error("cannot run `{program}`: install git, or put it on the PATH")]
    NotInstalled {
        /// What was to be run.
        program: PathBuf,
        /// Why it could not.
        #[source]
        source: std::io::Error,
    },
    /// The program is older than what the formats used here need.
    #[error("git {found} is too old: version {needed} or newer is needed")]
    TooOld {
        /// The version found.
        found: String,
        /// The oldest one that will do.
        needed: &'static str,
    },
    /// Not inside a working tree or a bare repository.
    #[error("`{0}` is not inside a git repository")]
    NotARepository(PathBuf),
    /// git refuses repositories of other users, whose configuration could run programs.
    #[error(
        "the repository at `{0}` belongs to another user: if you trust it, run `git config --global --add safe.directory {0}`"
    )]
    Untrusted(PathBuf),
    /// No commit of that name.
    #[error("`{revision}` names no commit in this repository{hint}")]
    UnknownRevision {
        /// As given.
        revision: String,
        /// Empty, or what to do about it.
        hint: &'static str,
    },
    /// A short name that several objects share.
    #[error("`{0}` is ambiguous: give more digits")]
    Ambiguous(String),
    /// Not `A..B`, `A..` or a revision.
    #[error("`{given}` is not a range of commits: {expected}")]
    MalformedRange {
        /// As given.
        given: String,
        /// What would be one.
        expected: &'static str,
    },
    /// Not 40 or 64 lower-case hex digits.
    #[error("`{0}` is not an object id: 40 or 64 lower-case hex digits")]
    MalformedOid(String),
    /// The history that the answer needs was not fetched.
    #[error(
        "this clone is shallow: the history behind `{0}` is missing; run `git fetch --unshallow` (in CI, check out with full depth)"
    )]
    Shallow(String),
    /// A path that cannot be asked for.
    #[error("`{0}` cannot be read from git: {1}")]
    Path(String, &'static str),
    /// A file larger than the limit that the caller set.
    #[error("`{path}` has {size} bytes, more than the {limit} allowed")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// git answered something that its format does not allow.
    #[error("`git {command}` answered something unexpected: {what}")]
    Unexpected {
        /// The arguments.
        command: String,
        /// What was wrong with it.
        what: String,
    },
    /// git failed in a way that has no name of its own here.
    #[error("`git {command}` failed ({status}): {message}")]
    Failed {
        /// The arguments.
        command: String,
        /// Exit code or signal.
        status: String,
        /// What it said, first line.
        message: String,
    },
    /// Reading from or writing to git failed.
    #[error("lost the connection to `git {command}`")]
    Broken {
        /// The arguments.
        command: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
