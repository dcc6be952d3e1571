//! Commits of a git repository, as a release carries them.

use std::path::Path;

use holdpoint_git::{Commit, GitError, Range, Repository};
use serde_json::{Value, json};

use crate::error::Failure;
use crate::exit::Exit;

/// The arguments of `release.add-commits` for a range.
pub(super) fn arguments(place: &Path, range: &str, release: &str) -> Result<Value, Failure> {
    let range: Range = range.parse().map_err(|error| failure(&error))?;
    let repository = Repository::open(place).map_err(|error| failure(&error))?;
    let commits = repository
        .commits(&range, &[])
        .map_err(|error| failure(&error))?;
    let to = repository
        .resolve(&range.to)
        .map_err(|error| failure(&error))?;
    let from = match &range.from {
        Some(from) => repository
            .resolve(from)
            .map_err(|error| failure(&error))?
            .to_string(),
        None => String::new(),
    };
    if commits.is_empty() {
        let message = format!("there is no commit in `{}`", shown(&range));
        return Err(Failure::input("commits-empty", message).help("write `OLD..NEW`"));
    }
    let remote = repository.remote().map_err(|error| failure(&error))?;
    Ok(json!({
        "release": release,
        "repository": remote.map_or_else(String::new, |remote| remote.url),
        "from": from,
        "to": to.to_string(),
        "commits": commits.iter().map(commit).collect::<Vec<_>>()
    }))
}

fn shown(range: &Range) -> String {
    format!(
        "{}..{}",
        range.from.as_deref().unwrap_or_default(),
        range.to
    )
}

fn commit(commit: &Commit) -> Value {
    let authors: Vec<_> = commit
        .authors()
        .map(|person| json!({ "author": { "name": person.name, "mail": person.mail } }))
        .collect();
    json!({ "id": commit.oid.to_string(), "authors": authors })
}

/// Git that cannot be run is a failure; a range or a place that is not there is bad input.
fn failure(error: &GitError) -> Failure {
    let mut failure = Failure::new(Exit::Usage, "git", error);
    if let Some(source) = std::error::Error::source(error) {
        failure = failure.because(source);
    }
    failure
}
