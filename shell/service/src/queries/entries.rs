//! `entry.list`: what happened to an aggregate, entry by entry.

use holdpoint_domain::{Key, Time};
use holdpoint_engine::Recorded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Query;
use super::paging::Paging;
use crate::{ActorRef, Reader, ServiceError};

/// What happened to an aggregate, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListEntries {
    /// The aggregate, as `kind/name`.
    pub subject: String,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// What happened to an aggregate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entries {
    /// In order of position.
    pub entries: Vec<EntryView>,
    /// How many there are in all.
    pub total: usize,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryView {
    /// Its position.
    pub position: u64,
    /// When.
    pub time: Time,
    /// Who.
    pub actor: ActorRef,
    /// Such as `release.created.v1`.
    pub event: String,
    /// What it changed.
    pub subject: String,
    /// What it says.
    pub data: Value,
}

impl Query for ListEntries {
    const NAME: &'static str = "entry.list";
    type View = Entries;

    fn answer(&self, reader: &Reader<'_>) -> Result<Entries, ServiceError> {
        let wrong = |error: holdpoint_domain::KeyError| ServiceError::Arguments {
            query: Self::NAME.to_owned(),
            reason: error.to_string(),
        };
        let key: Key = self.subject.parse().map_err(wrong)?;
        let count = self.paging.count();
        let page = reader
            .view()
            .history(&key, true, self.paging.after, count)?;
        let entries: Vec<_> = page
            .entries
            .iter()
            .map(|entry| view(reader, entry))
            .collect();
        let last = entries.last().map(|entry| entry.position);
        let next = if entries.len() == count { last } else { None };
        Ok(Entries {
            entries,
            total: page.total,
            next,
        })
    }
}

/// An entry with the names of people.
pub(super) fn view(reader: &Reader<'_>, entry: &Recorded) -> EntryView {
    EntryView {
        position: entry.meta.position,
        time: entry.meta.time,
        actor: reader.names().actor(&entry.meta.actor),
        event: entry.fact.event_type().to_owned(),
        subject: entry.fact.subject().to_string(),
        data: entry.fact.data().unwrap_or_default(),
    }
}
