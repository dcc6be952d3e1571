//! Changing what a draft carries.

use serde::{Deserialize, Serialize};

use super::super::refusal::{commits_wrong, deployment_open, not_a_draft};
use super::super::{
    Commit, CommitRange, CommitsAdded, NotesWritten, Release, ReleaseName, ScopeChanged, ScopeItem,
    Stage, found, targets, unfinished,
};
use super::create::check_scope;
use crate::access::{Permission, Required};
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::organisation::person_unknown;
use crate::{Fact, State, train};

pub(super) fn draft<'a>(state: &'a State, name: &ReleaseName) -> Result<&'a Release, Halt> {
    let release = found(state, name)?;
    if release.stage != Stage::Draft {
        return Err(not_a_draft(name, release.stage).into());
    }
    let mut on_the_way = state.deployments_of(name).filter(|open| open.in_progress());
    match on_the_way.next() {
        Some(open) => Err(deployment_open(name, &open.id).into()),
        None => Ok(release),
    }
}

pub(super) fn required(state: &State, name: &ReleaseName) -> Result<Required, Halt> {
    Ok(Required::on(
        Permission::Release,
        targets(found(state, name)?),
    ))
}

/// Adds a range of commits to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddCommits {
    /// To which release.
    pub release: ReleaseName,
    /// The repository, without credentials.
    pub repository: String,
    /// The commit before the first one; empty for all history.
    #[serde(default)]
    pub from: String,
    /// The last commit.
    pub to: String,
    /// All of them.
    pub commits: Vec<Commit>,
}

/// Bytes of commits in one entry: well below the 65,535 that an entry may have.
const PART: usize = 40_000;

/// Authors of one commit, co-authors included.
const MOST_AUTHORS: usize = 16;

impl AddCommits {
    fn check(&self, state: &State) -> Result<(), Halt> {
        let hex =
            |id: &str| matches!(id.len(), 40 | 64) && id.bytes().all(|b| b.is_ascii_hexdigit());
        if self.commits.is_empty() {
            return Err(commits_wrong("are none").into());
        }
        if !hex(&self.to)
            || !(self.from.is_empty() || hex(&self.from))
            || self.repository.len() > 1000
        {
            return Err(commits_wrong("are not between two object names in hex").into());
        }
        for commit in &self.commits {
            if !hex(&commit.id) || commit.authors.is_empty() || commit.authors.len() > MOST_AUTHORS
            {
                let why = format!(
                    "have `{}`, with {} authors",
                    commit.id,
                    commit.authors.len()
                );
                return Err(commits_wrong(why).into());
            }
            let stranger = commit
                .authors
                .iter()
                .find(|person| !state.people.contains_key(*person));
            if let Some(person) = stranger {
                return Err(person_unknown(person).into());
            }
        }
        Ok(())
    }
}

impl Decide for AddCommits {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = draft(state, &self.release)?;
        self.check(state)?;
        let range = CommitRange {
            repository: self.repository.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            count: self.commits.len() as u64,
        };
        if release.commits.contains(&range) {
            return Ok(Vec::new());
        }
        let part = |(index, commits): (usize, Vec<Commit>)| CommitsAdded {
            release: self.release.clone(),
            range: (index == 0).then(|| range.clone()),
            commits,
        };
        Ok(parts(&self.commits)
            .into_iter()
            .enumerate()
            .map(|some| part(some).into())
            .collect())
    }
}

/// The commits in runs that each fit into one entry.
fn parts(commits: &[Commit]) -> Vec<Vec<Commit>> {
    let mut parts = vec![Vec::new()];
    let mut bytes = 0;
    for commit in commits {
        let size = 90 + 36 * commit.authors.len();
        if bytes + size > PART {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += size;
        if let Some(part) = parts.last_mut() {
            part.push(commit.clone());
        }
    }
    parts
}

/// Replaces what a draft carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetScope {
    /// Of which release.
    pub release: ReleaseName,
    /// What it carries from now on.
    pub scope: Vec<ScopeItem>,
}

impl Decide for SetScope {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = draft(state, &self.release)?;
        check_scope(&self.scope)?;
        let more = self.scope.iter().any(|item| !release.scope.contains(item));
        if let Some((train, place, since)) = train::frozen(state, release, context.now)
            && more
        {
            return Err(train::scope_frozen(&self.release, train, place, since).into());
        }
        if release.scope.iter().eq(self.scope.iter()) {
            return Ok(Vec::new());
        }
        let changed = ScopeChanged {
            release: self.release.clone(),
            scope: self.scope.clone(),
        };
        Ok(vec![changed.into()])
    }
}

/// Writes what people should know about a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteNotes {
    /// Of which release.
    pub release: ReleaseName,
    /// The text.
    pub notes: Sealed,
}

impl Decide for WriteNotes {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        unfinished(state, &self.release)?;
        let written = NotesWritten {
            release: self.release.clone(),
            notes: self.notes.clone(),
        };
        Ok(vec![written.into()])
    }
}
