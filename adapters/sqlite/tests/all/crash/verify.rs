//! What must be left after a crash.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::{Author, MemoryLedger};
use holdpoint_ports::{
    BlobDigest, BlobStore, Involvement, LedgerReader, LedgerStore, StoreError, Vault,
};
use holdpoint_sqlite::{KeyFile, SqliteLedger, Synchronous};
use holdpoint_vault::SqliteVault;

use super::{child, story};

/// What was acknowledged before the crash: numbers, by store.
#[derive(Debug, Clone, Default)]
pub(super) struct Acknowledged(BTreeMap<String, Vec<u64>>);

impl Acknowledged {
    /// Takes in a line of the child, if it is an acknowledgement.
    pub(super) fn line(&mut self, line: &str) {
        if let ["ack", what, number] = line.split(' ').collect::<Vec<_>>()[..] {
            let number = number.trim_end().parse().unwrap();
            self.0.entry(what.to_owned()).or_default().push(number);
        }
    }

    pub(super) fn count(&self, what: &str) -> usize {
        self.of(what).len()
    }

    /// Only what one store acknowledged.
    pub(super) fn only(mut self, what: &str) -> Self {
        self.0.retain(|store, _| store == what);
        self
    }

    fn of(&self, what: &str) -> &[u64] {
        self.0.get(what).map_or(&[], Vec::as_slice)
    }
}

/// Whether all that was acknowledged is in the stores below `room`, and nothing that was never written. The
/// error says in which store what is missing.
pub(super) fn verify(room: &Path, acknowledged: &Acknowledged) -> Result<(), String> {
    ledger(room, acknowledged).map_err(|lost| format!("ledger: {lost}"))?;
    blobs(room, acknowledged).map_err(|lost| format!("blobs: {lost}"))?;
    keys(room, acknowledged).map_err(|lost| format!("keys: {lost}"))?;
    vault(room, acknowledged).map_err(|lost| format!("vault: {lost}"))
}

fn must(what: bool, text: impl FnOnce() -> String) -> Result<(), String> {
    if what { Ok(()) } else { Err(text()) }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn ledger(room: &Path, acknowledged: &Acknowledged) -> Result<(), String> {
    let least = acknowledged.of("ledger").last().copied().unwrap_or(0);
    let path = room.join("ledger");
    let mut store =
        SqliteLedger::open_with(&path, child::options(Synchronous::Full)).map_err(said)?;
    let reader = store.reader().map_err(said)?;
    let size = reader.head().map_err(said)?.map_or(0, |head| head.size);
    must(size >= least, || {
        format!("{size} entries of {least} that were acknowledged")
    })?;
    let (mut model, mut author) = written(size);
    same(&*reader, &model, &author)?;
    // And the story goes on.
    let next = story::batch(&mut author);
    store.append(&next).map_err(said)?;
    model.append(&next).map_err(said)?;
    same(&*reader, &model, &author)
}

/// What a ledger of at least this size holds; whole batches only.
fn written(size: u64) -> (MemoryLedger, Author) {
    let (mut model, mut author) = (MemoryLedger::new(), Author::new());
    while author.size() < size {
        model.append(&story::batch(&mut author)).unwrap();
    }
    (model, author)
}

/// Every read that a start and an audit make.
fn same(store: &dyn LedgerReader, model: &MemoryLedger, author: &Author) -> Result<(), String> {
    let size = author.size();
    let heads = (store.head().map_err(said)?, model.head().map_err(said)?);
    must(heads.0 == heads.1, || {
        format!("{:?} instead of {:?}", heads.0, heads.1)
    })?;
    for read in [entries, open] {
        let found = (read(store).map_err(said)?, read(model).map_err(said)?);
        must(found.0 == found.1, || {
            "entries are not what was written".to_owned()
        })?;
    }
    for index in 0..size / 256 {
        let tile = store.tile(0, index).map_err(said)?;
        must(tile == model.tile(0, index).map_err(said)?, || {
            format!("tile {index}")
        })?;
    }
    for position in (0..size).step_by(4) {
        let key = story::subject(position);
        let positions = |reader: &dyn LedgerReader| {
            reader
                .positions(&key, Involvement::Subject, size)
                .map_err(said)
        };
        must(positions(store)? == positions(model)?, || {
            format!("positions of {key}")
        })?;
    }
    let mut author = Author::new();
    while author.size() < size {
        let key = story::used_key(author.size());
        story::batch(&mut author);
        let found = store.idempotency(&key.actor, &key.key).map_err(said)?;
        must(found.as_ref() == Some(&key), || {
            format!("the used key `{}`", key.key)
        })?;
    }
    Ok(())
}

type Found = Vec<(u64, Vec<u8>)>;

fn entries(reader: &dyn LedgerReader) -> Result<Found, StoreError> {
    let mut found = Found::new();
    reader.entries(0..u64::MAX, &mut |position, bytes| {
        found.push((position, bytes.to_vec()));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn open(reader: &dyn LedgerReader) -> Result<Found, StoreError> {
    let mut found = Found::new();
    reader.open_entries(&[], u64::MAX, &mut |position, bytes| {
        found.push((position, bytes.to_vec()));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn blobs(room: &Path, acknowledged: &Acknowledged) -> Result<(), String> {
    let store = DirectoryBlobs::open(room.join("blobs")).map_err(said)?;
    let list = store.list().map_err(said)?;
    let list: Vec<_> = list.iter().map(|blob| blob.digest).collect();
    for number in acknowledged.of("blob") {
        let content = story::blob(*number);
        let digest = BlobDigest(holdpoint_ledger::Hash::of(&content).0);
        must(list.contains(&digest), || format!("{number} is not listed"))?;
        let found = store.get(&digest).map_err(said)?;
        must(found.as_ref() == Some(&content), || {
            format!("{number} is gone")
        })?;
    }
    // What was never acknowledged may be there, but only whole.
    list.iter()
        .try_for_each(|digest| store.get(digest).map(drop))
        .map_err(said)
}

fn keys(room: &Path, acknowledged: &Acknowledged) -> Result<(), String> {
    for number in acknowledged.of("key") {
        let found = KeyFile::new(room.join(format!("{number}.key")))
            .read()
            .map_err(said)?;
        let whole = found.is_some_and(|key| *key == story::key(*number));
        must(whole, || format!("{number} is gone"))?;
    }
    Ok(())
}

fn vault(room: &Path, acknowledged: &Acknowledged) -> Result<(), String> {
    let cause = |error: holdpoint_ports::VaultError| {
        std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string)
    };
    let vault = SqliteVault::open(room.join("vault")).map_err(cause)?;
    for number in acknowledged.of("person") {
        let (person, profile) = (format!("per_{number}"), story::profile(*number));
        let found = vault.find(&profile.handle).map_err(cause)?;
        must(found.as_ref() == Some(&person), || {
            format!("{number} is not found")
        })?;
        let found = vault.profile(&person).map_err(cause)?;
        must(found == Some(profile), || format!("{number} is gone"))?;
    }
    Ok(())
}
