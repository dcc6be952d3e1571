//! Lists of aggregates.

use holdpoint_domain::{Key, Kind};

use super::{View, past};
use crate::EngineError;

/// An aggregate in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub key: Key,
    /// Position of its first entry: where the list goes on after it.
    pub first: u64,
}

impl View {
    /// Aggregates of a kind in the order in which they came to be, finished ones too; newest first if
    /// `descending`. The next page begins `after` the [`Listed::first`] of the last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list(
        &self,
        kind: Kind,
        after: Option<u64>,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<Listed>, EngineError> {
        let reader = self.shared.readers.lend();
        let rows = reader.aggregates(kind.as_str(), after, self.size, descending, limit)?;
        let listed = |row: holdpoint_ports::AggregateRow| {
            Ok(Listed {
                key: past::key(&row.key)?,
                first: row.first,
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// Whether an aggregate ever was, and where it came to be.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first(&self, key: &Key) -> Result<Option<u64>, EngineError> {
        let found = self
            .shared
            .readers
            .lend()
            .aggregate(&key.to_string(), self.size)?;
        Ok(found.map(|row| row.first))
    }
}
