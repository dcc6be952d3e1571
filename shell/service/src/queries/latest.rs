//! `entry.latest`: the ledger from its end, entry by entry.

use holdpoint_domain::Key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entries::view;
use super::paging::Paging;
use super::{EntryView, Query};
use crate::{Reader, ServiceError};

/// The ledger from its end, entry by entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LatestEntries {
    /// Only what changed or names this aggregate, as `kind/name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Only events whose type begins so, such as `approval.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Which part: `after` is the position of the entry after which, that is before which in the ledger, it goes on.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Entries, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Latest {
    /// The entries.
    pub entries: Vec<EntryView>,
    /// How many entries the ledger has.
    pub size: u64,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// How many entries are looked through for one part, so that a rare event makes nobody wait.
const MOST: u64 = 5_000;

/// How many are read at once.
const SOME: u64 = 200;

impl Query for LatestEntries {
    const NAME: &'static str = "entry.latest";
    type View = Latest;

    fn answer(&self, reader: &Reader<'_>) -> Result<Latest, ServiceError> {
        let size = reader.view().size();
        let end = self.paging.after.unwrap_or(size).min(size);
        let positions = match &self.subject {
            Some(subject) => about(reader, subject, end)?,
            None => (end.saturating_sub(MOST)..end).collect(),
        };
        let mut entries = Vec::new();
        let mut seen = end;
        // Without a filter every entry that is read is shown.
        let some = match &self.event {
            None => self.paging.count().max(1),
            Some(_) => usize::try_from(SOME).unwrap_or(usize::MAX),
        };
        for part in positions.rchunks(some) {
            for entry in reader.view().recorded(part)?.iter().rev() {
                if entries.len() == self.paging.count() {
                    break;
                }
                seen = entry.meta.position;
                let event = entry.fact.event_type();
                if self
                    .event
                    .as_ref()
                    .is_none_or(|wanted| event.starts_with(wanted.as_str()))
                {
                    entries.push(view(reader, entry));
                }
            }
            if entries.len() == self.paging.count() {
                break;
            }
        }
        let first = match self.subject {
            Some(_) => positions.first().copied(),
            None => Some(0),
        };
        let next = first
            .filter(|first| seen > *first && seen < end)
            .map(|_| seen);
        Ok(Latest {
            entries,
            size,
            next,
        })
    }
}

fn about(reader: &Reader<'_>, subject: &str, end: u64) -> Result<Vec<u64>, ServiceError> {
    let wrong = |error: holdpoint_domain::KeyError| ServiceError::Arguments {
        query: LatestEntries::NAME.to_owned(),
        reason: error.to_string(),
    };
    let key: Key = subject.parse().map_err(wrong)?;
    let mut positions = reader.view().positions(&key, true)?;
    positions.retain(|position| *position < end);
    Ok(positions)
}
