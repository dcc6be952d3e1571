//! What a ledger names that is kept elsewhere: content and people.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::organisation::Settings;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::status::Status;
use holdpoint_domain::{Fact, State, Time, evolve};
use holdpoint_ports::{BlobDigest, LedgerReader};

use super::{LOT, visit};
use crate::named::NamedBlobs;
use crate::{EngineError, fold, named};

/// What the entries of a ledger name.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    blobs: NamedBlobs,
    people: BTreeMap<String, bool>,
    retained: BTreeSet<(String, String)>,
    settings: Option<Box<Settings>>,
    /// What forges show alone.
    shown: State,
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

    /// Whether something stays of somebody who was erased, for that release.
    #[must_use]
    pub fn retains(&self, person: &str, release: &str) -> bool {
        let record = (person.to_owned(), release.to_owned());
        self.retained.contains(&record)
    }

    /// The newest settings of the organisation, if there were any.
    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_deref()
    }

    /// What forges show, or are to show.
    pub fn statuses(&self) -> impl Iterator<Item = &Status> {
        self.shown.statuses.values()
    }

    fn take(&mut self, position: u64, bytes: &[u8]) -> Result<(), EngineError> {
        named::collect(position, bytes, &mut self.blobs);
        let of = |kind: &[u8]| memchr::memmem::find(bytes, kind).is_some();
        if of(b"io.holdpoint.status.") {
            let recorded = fold::recorded(position, bytes)?;
            evolve(&mut self.shown, &recorded.fact, &recorded.meta);
            return Ok(());
        }
        if !of(b"io.holdpoint.person.") && !of(b"io.holdpoint.organisation.configured.") {
            return Ok(());
        }
        match fold::recorded(position, bytes)?.fact {
            Fact::Configured(event) => self.settings = Some(Box::new(event.settings)),
            Fact::PersonAdded(event) => {
                self.people.insert(event.person.to_string(), false);
            }
            Fact::PersonErased(event) => {
                self.people.insert(event.person.to_string(), true);
            }
            Fact::PersonRetained(event) => {
                let of = |release: &ReleaseName| (event.person.to_string(), release.to_string());
                self.retained.extend(event.releases.keys().map(of));
            }
            Fact::PersonForgotten(event) => {
                for release in &event.releases {
                    let record = (event.person.to_string(), release.to_string());
                    self.retained.remove(&record);
                }
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

/// When an entry was recorded.
///
/// # Errors
/// When the store fails, or the entry cannot be read.
pub fn time_of(reader: &dyn LedgerReader, position: u64) -> Result<Option<Time>, EngineError> {
    let mut found = None;
    visit(
        reader,
        position..position.saturating_add(1),
        &mut |position, bytes| {
            found = Some(fold::recorded(position, bytes)?.meta.time);
            Ok(())
        },
    )?;
    Ok(found)
}
