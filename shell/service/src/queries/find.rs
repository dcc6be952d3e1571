//! `release.find`: releases that fit, in the order that is wanted.

use std::cmp::Ordering;
use std::sync::Arc;

use holdpoint_domain::release::Stage;
use holdpoint_domain::{Kind, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::paging::as_number;
use super::{Query, ReleaseLine};
use crate::roster::Line;
use crate::{Names, Reader, ServiceError};

/// Releases that fit, in the order that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FindReleases {
    /// Words that must occur in its name or in the id of something that it carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// A component that goes out with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// An environment that it has run in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// In which order.
    pub order: ReleaseOrder,
    /// Whether the other way round; `true` or `false`.
    #[serde(deserialize_with = "as_truth")]
    pub descending: bool,
    /// How many to leave out first.
    #[serde(deserialize_with = "as_number")]
    pub skip: usize,
    /// How many at most; 50 if nothing is said, and never more than 10,000.
    #[serde(deserialize_with = "as_number")]
    pub limit: usize,
}

/// An order of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseOrder {
    /// By the moment they were created.
    #[default]
    Created,
    /// By name.
    Name,
    /// By where they stand, then by name.
    Stage,
}

/// Releases that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundReleases {
    /// The releases.
    pub releases: Vec<ReleaseLine>,
    /// How many fit in all.
    pub total: usize,
    /// How many to leave out for the next part; none if this is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// How many at most.
const MOST: usize = 10_000;

/// How many of the newest are looked at in the past, where nothing is kept beside the ledger.
const MOST_IN_THE_PAST: usize = 200;

impl Query for FindReleases {
    const NAME: &'static str = "release.find";
    type View = FoundReleases;

    fn answer(&self, reader: &Reader<'_>) -> Result<FoundReleases, ServiceError> {
        let mut lines = lines(reader)?;
        let words = self.words.as_deref().map(str::to_lowercase);
        lines.retain(|line| self.fits(line, words.as_deref()));
        lines.sort_by(|one, other| match self.descending {
            true => self.compare(other, one),
            false => self.compare(one, other),
        });
        let limit = if self.limit == 0 {
            50
        } else {
            self.limit.min(MOST)
        };
        let (total, end) = (lines.len(), self.skip.saturating_add(limit));
        let names = reader.names();
        let part = lines.iter().skip(self.skip).take(limit);
        Ok(FoundReleases {
            releases: part.map(|line| view(line, names)).collect(),
            next: (end < total).then(|| u64::try_from(end).unwrap_or(u64::MAX)),
            total,
        })
    }
}

impl FindReleases {
    fn fits(&self, line: &Line, words: Option<&str>) -> bool {
        let with = |wanted: &String| line.components.iter().any(|one| one.as_str() == wanted);
        let ran = |wanted: &String| line.reached.iter().any(|one| one.as_str() == wanted);
        self.stage.is_none_or(|stage| line.stage == stage)
            && self.component.as_ref().is_none_or(with)
            && self.environment.as_ref().is_none_or(ran)
            && words.is_none_or(|words| says(line, words))
    }

    fn compare(&self, one: &Line, other: &Line) -> Ordering {
        let by_name = || one.name.cmp(&other.name);
        match self.order {
            ReleaseOrder::Created => one.created.cmp(&other.created).then_with(by_name),
            ReleaseOrder::Name => by_name(),
            ReleaseOrder::Stage => one.stage.cmp(&other.stage).then_with(by_name),
        }
    }
}

/// Whether all words, in lower case, occur in the line.
pub(super) fn says(line: &Line, words: &str) -> bool {
    words.split_whitespace().all(|word| {
        let mut carried = line.scope.iter();
        line.name.as_str().contains(word) || carried.any(|id| id.to_lowercase().contains(word))
    })
}

/// All lines; in the past those of the newest releases.
pub(super) fn lines(reader: &Reader<'_>) -> Result<Vec<Arc<Line>>, ServiceError> {
    if let Some(present) = reader.present {
        return Ok(present.roster.lines(&reader.view)?);
    }
    let listed = reader
        .view()
        .list(Kind::Release, None, true, MOST_IN_THE_PAST)?;
    reader.ask(|state| {
        let found = listed.iter().map(|one| state.releases.get(&one.key));
        let found = Need::gather(found)?.into_iter().flatten();
        Ok(found.map(|release| Arc::new(Line::of(release))).collect())
    })
}

fn view(line: &Line, names: Names<'_>) -> ReleaseLine {
    ReleaseLine {
        release: line.name.clone(),
        title: names.text(line.title.as_ref()),
        stage: line.stage,
        past: line.past.clone(),
        created: line.created,
        components: line.components.clone(),
        reached: line.reached.clone(),
    }
}

/// In an address all is text.
fn as_truth<'de, D: serde::Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Truth {
        Truth(bool),
        Text(String),
    }
    match Truth::deserialize(from)? {
        Truth::Truth(truth) => Ok(truth),
        Truth::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}
