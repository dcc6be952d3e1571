//! What a release takes over from the one that it was made from, besides artifacts and texts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::on_release;
use super::{CommitRange, Release, ReleaseName};
use crate::kernel::{Evolve, Key, Meta, Opening};
use crate::organisation::PersonId;
use crate::{Fact, State};

/// Commits of an earlier release belong to it, with who made that one. Much is told in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentCopied {
    /// To which release.
    pub release: ReleaseName,
    /// From which one.
    pub from: ReleaseName,
    /// The commits, as ranges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commits: Vec<CommitRange>,
    /// Who wrote them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<PersonId>,
    /// Who put the earlier release together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<PersonId>,
}

on_release!(ContentCopied, None, |event, release, meta| {
    release.commits.extend(event.commits.iter().cloned());
    release.authors.extend(event.authors.iter().cloned());
    release.makers.extend(event.makers.iter().cloned());
    release.makers.extend(meta.actor.person().cloned())
});

/// How many ranges and people stand in one entry, which has room for 65,535 bytes.
const RANGES: usize = 20;
const PEOPLE: usize = 400;

/// The facts that give `to` the commits of `from`, and who made it: they approve the copy as little as it.
pub(super) fn content(to: &ReleaseName, from: &Release) -> Vec<Fact> {
    let commits: Vec<_> = from.commits.iter().cloned().collect();
    let authors: Vec<_> = from.authors.iter().cloned().collect();
    let creator = from.creator.person().into_iter();
    let mut makers = from.makers.clone();
    makers.extend(creator.cloned());
    let makers: Vec<_> = makers.into_iter().collect();
    let parts = [
        commits.len().div_ceil(RANGES),
        authors.len().div_ceil(PEOPLE),
        makers.len().div_ceil(PEOPLE),
    ];
    let part = |index: usize| ContentCopied {
        release: to.clone(),
        from: from.name.clone(),
        commits: nth(&commits, RANGES, index),
        authors: nth(&authors, PEOPLE, index),
        makers: nth(&makers, PEOPLE, index),
    };
    (0..parts.into_iter().max().unwrap_or(0))
        .map(|index| part(index).into())
        .collect()
}

fn nth<T: Clone>(all: &[T], size: usize, index: usize) -> Vec<T> {
    all.chunks(size).nth(index).unwrap_or_default().to_vec()
}
