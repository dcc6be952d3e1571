//! What happened to an aggregate.

use holdpoint_domain::Key;
use holdpoint_ports::Involvement;

use super::View;
use crate::{EngineError, Recorded, fold};

/// Some of the entries that a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// In order of position.
    pub entries: Vec<Recorded>,
    /// How many there are in all.
    pub total: usize,
}

impl View {
    /// Positions of the entries that changed the aggregate, and also those that name it if `references`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn positions(&self, key: &Key, references: bool) -> Result<Vec<u64>, EngineError> {
        let reader = self.shared.readers.lend();
        let key = key.to_string();
        let mut positions = reader.positions(&key, Involvement::Subject, self.size)?;
        if references {
            positions.extend(reader.positions(&key, Involvement::Reference, self.size)?);
            positions.sort_unstable();
            positions.dedup();
        }
        Ok(positions)
    }

    /// The entries that changed the aggregate, and also those that name it if `references`: at most `limit`,
    /// from the first one `after` a position.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn history(
        &self,
        key: &Key,
        references: bool,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Page, EngineError> {
        let positions = self.positions(key, references)?;
        let wanted = positions
            .iter()
            .copied()
            .filter(|at| after.is_none_or(|after| *at > after));
        let wanted: Vec<_> = wanted.take(limit).collect();
        let entries = self.recorded(&wanted)?;
        let total = positions.len();
        Ok(Page { entries, total })
    }

    /// The entries that change or name any of the aggregates and have an id in them, such as that of who acted, in order of
    /// position. Others are not even decoded.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn naming(&self, keys: &[Key], id: &str) -> Result<Vec<Recorded>, EngineError> {
        let keys: Vec<_> = keys.iter().map(Key::to_string).collect();
        let reader = self.shared.readers.lend();
        let mut positions = reader.positions_of(&keys, Involvement::Subject, self.size)?;
        positions.extend(reader.positions_of(&keys, Involvement::Reference, self.size)?);
        positions.sort_unstable();
        positions.dedup();
        let mut entries = Vec::new();
        fold::visit_at(&*reader, &positions, &mut |position, bytes| {
            if std::str::from_utf8(bytes).is_ok_and(|text| text.contains(id)) {
                entries.push(fold::recorded(position, bytes)?);
            }
            Ok(())
        })?;
        Ok(entries)
    }

    /// The entries from a position on whose bytes have the name of one of these kinds of event in them: all are looked at, few
    /// are decoded.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_kinds(&self, kinds: &[&str], from: u64) -> Result<Vec<Recorded>, EngineError> {
        let kinds: Vec<_> = kinds.iter().map(memchr::memmem::Finder::new).collect();
        let mut entries = Vec::new();
        let reader = self.shared.readers.lend();
        fold::visit(&*reader, from..self.size, &mut |position, bytes| {
            if kinds.iter().any(|kind| kind.find(bytes).is_some()) {
                entries.push(fold::recorded(position, bytes)?);
            }
            Ok(())
        })?;
        Ok(entries)
    }

    /// The entries at positions that ascend.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn recorded(&self, positions: &[u64]) -> Result<Vec<Recorded>, EngineError> {
        let mut entries = Vec::with_capacity(positions.len());
        let reader = self.shared.readers.lend();
        fold::visit_at(&*reader, positions, &mut |position, bytes| {
            entries.push(fold::recorded(position, bytes)?);
            Ok(())
        })?;
        Ok(entries)
    }
}
