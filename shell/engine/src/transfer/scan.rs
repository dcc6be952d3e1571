//! What a ledger names that is kept elsewhere: content and people.

use std::collections::BTreeMap;

use holdpoint_domain::Fact;
use holdpoint_ports::{BlobDigest, LedgerReader};

use super::{LOT, visit};
use crate::named::NamedBlobs;
use crate::{EngineError, fold, named};

/// What the entries of a ledger name.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    blobs: NamedBlobs,
    people: BTreeMap<String, bool>,
}

impl Scan {
    /// The digests of content.
    pub fn blobs(&self) -> impl ExactSizeIterator<Item = &BlobDigest> {
        self.blobs.keys()
    }

    /// The people who were added, and whether they were erased.
    pub fn people(&self) -> impl ExactSizeIterator<Item = (&str, bool)> {
        let people = self.people.iter();
        people.map(|(person, erased)| (person.as_str(), *erased))
    }

    /// Whether somebody was added and not erased.
    #[must_use]
    pub fn has(&self, person: &str) -> bool {
        self.people.get(person) == Some(&false)
    }

    fn take(&mut self, position: u64, bytes: &[u8]) -> Result<(), EngineError> {
        named::collect(position, bytes, &mut self.blobs);
        if memchr::memmem::find(bytes, b"io.holdpoint.person.").is_none() {
            return Ok(());
        }
        match fold::recorded(position, bytes)?.fact {
            Fact::PersonAdded(event) => {
                self.people.insert(event.person.to_string(), false);
            }
            Fact::PersonErased(event) => {
                self.people.insert(event.person.to_string(), true);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Reads the first `size` entries; `progress` is told how many were read.
///
/// # Errors
/// When the store fails, or an entry cannot be read.
pub fn scan(
    reader: &dyn LedgerReader,
    size: u64,
    progress: &dyn Fn(u64),
) -> Result<Scan, EngineError> {
    let mut scan = Scan::default();
    let mut first = 0;
    while first < size {
        let end = size.min(first.saturating_add(LOT));
        visit(reader, first..end, &mut |position, bytes| {
            scan.take(position, bytes)
        })?;
        first = end;
        progress(first);
    }
    Ok(scan)
}
