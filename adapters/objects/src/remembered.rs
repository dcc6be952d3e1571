//! Small content that was read of late, kept in memory: names and remarks on a page are many blobs, and each would be a
//! question over the network.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use holdpoint_ports::{BlobDigest, BlobError, BlobStore, ListedBlob};

/// The largest blob that is kept, in bytes.
const LARGEST: usize = 256 * 1024;
/// All of them, in bytes.
const ROOM: usize = 32 * 1024 * 1024;
/// How long: what another server has removed is not shown for longer.
const LIFETIME: Duration = Duration::from_secs(300);

/// How long what this program itself has put there is known to be there. A command that names it follows at once, and is
/// decided while everybody else waits.
const KNOWN: Duration = Duration::from_secs(60);
/// How many of these at most.
const MOST: usize = 10_000;

/// A store, and what was read from it of late, which was verified when it was.
#[derive(Debug)]
pub(crate) struct Remembered<S> {
    store: S,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_digest: HashMap<BlobDigest, Entry>,
    /// By when they were used last.
    by_use: BTreeMap<u64, BlobDigest>,
    bytes: usize,
    uses: u64,
    /// Sizes of what was put there, and when.
    put: HashMap<BlobDigest, (u64, Instant)>,
}

#[derive(Debug)]
struct Entry {
    content: Vec<u8>,
    since: Instant,
    used: u64,
}

impl Kept {
    fn find(&mut self, digest: &BlobDigest, now: Instant) -> Option<&[u8]> {
        let entry = self.by_digest.get(digest)?;
        if now.duration_since(entry.since) > LIFETIME {
            self.forget(digest);
            return None;
        }
        self.uses += 1;
        let entry = self.by_digest.get_mut(digest)?;
        self.by_use.remove(&entry.used);
        self.by_use.insert(self.uses, *digest);
        entry.used = self.uses;
        Some(&entry.content)
    }

    fn keep(&mut self, digest: BlobDigest, content: &[u8], now: Instant) {
        if content.len() > LARGEST {
            return;
        }
        self.forget(&digest);
        while self.bytes + content.len() > ROOM {
            let Some((_, oldest)) = self.by_use.pop_first() else {
                break;
            };
            self.forget(&oldest);
        }
        self.uses += 1;
        self.bytes += content.len();
        self.by_use.insert(self.uses, digest);
        let entry = Entry {
            content: content.to_vec(),
            since: now,
            used: self.uses,
        };
        self.by_digest.insert(digest, entry);
    }

    fn has_put(&mut self, digest: BlobDigest, size: u64, now: Instant) {
        if self.put.len() >= MOST {
            self.put
                .retain(|_, (_, then)| now.duration_since(*then) < KNOWN);
        }
        if self.put.len() < MOST {
            self.put.insert(digest, (size, now));
        }
    }

    fn put_of_late(&self, digest: &BlobDigest, now: Instant) -> Option<u64> {
        let (size, then) = self.put.get(digest)?;
        (now.duration_since(*then) < KNOWN).then_some(*size)
    }

    fn forget(&mut self, digest: &BlobDigest) {
        if let Some(entry) = self.by_digest.remove(digest) {
            self.by_use.remove(&entry.used);
            self.bytes -= entry.content.len();
        }
    }
}

impl<S> Remembered<S> {
    pub(crate) fn new(store: S) -> Self {
        Self {
            store,
            kept: Mutex::default(),
        }
    }

    /// It is there no more.
    fn removed(&self, digest: &BlobDigest) {
        let mut kept = self.kept();
        kept.put.remove(digest);
        kept.forget(digest);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in it is half done when somebody panics.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: BlobStore> BlobStore for Remembered<S> {
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError> {
        let (digest, size) = self.store.put(content)?;
        self.kept().has_put(digest, size, Instant::now());
        Ok((digest, size))
    }

    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
        if let Some(content) = self.kept().find(digest, Instant::now()) {
            return Ok(Some(content.to_vec()));
        }
        let found = self.store.get(digest)?;
        if let Some(content) = &found {
            self.kept().keep(*digest, content, Instant::now());
        }
        Ok(found)
    }

    fn open(&self, digest: &BlobDigest) -> Result<Option<Box<dyn Read + Send>>, BlobError> {
        self.store.open(digest)
    }

    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError> {
        let known = self.kept().put_of_late(digest, Instant::now());
        match known {
            Some(size) => Ok(Some(size)),
            None => self.store.size(digest),
        }
    }

    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError> {
        self.removed(digest);
        let removed = self.store.remove(digest);
        // Somebody may have read it meanwhile.
        self.removed(digest);
        removed
    }

    fn list(&self) -> Result<Vec<ListedBlob>, BlobError> {
        self.store.list()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::time::Instant;

    use holdpoint_blobs::DirectoryBlobs;
    use holdpoint_ports::{BlobDigest, BlobStore as _};

    use super::{KNOWN, Kept, LARGEST, LIFETIME, ROOM, Remembered};

    #[test]
    fn what_was_read_is_read_once_until_it_is_removed() {
        let room = tempfile::tempdir().unwrap();
        let blobs = Remembered::new(DirectoryBlobs::open(room.path()).unwrap());
        let (digest, _) = blobs.put(&mut &b"remark"[..]).unwrap();
        assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"remark");
        // Behind its back.
        assert!(blobs.store.remove(&digest).unwrap());
        assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"remark");
        assert_eq!(blobs.size(&digest).unwrap(), Some(6));
        blobs.remove(&digest).unwrap();
        assert_eq!(blobs.get(&digest).unwrap(), None);
        assert_eq!(blobs.size(&digest).unwrap(), None);
    }

    #[test]
    fn room_and_time_are_bounded() {
        let (mut kept, now) = (Kept::default(), Instant::now());
        let content = vec![0; LARGEST];
        let count = u8::try_from(ROOM / LARGEST).unwrap();
        for number in 0..=count {
            kept.keep(BlobDigest([number; 32]), &content, now);
        }
        assert_eq!(kept.bytes, ROOM);
        assert!(
            kept.find(&BlobDigest([0; 32]), now).is_none(),
            "the oldest goes"
        );
        assert!(kept.find(&BlobDigest([1; 32]), now).is_some());
        assert!(
            kept.find(&BlobDigest([1; 32]), now + LIFETIME * 2)
                .is_none()
        );
        kept.keep(BlobDigest([200; 32]), &vec![0; LARGEST + 1], now);
        assert!(kept.find(&BlobDigest([200; 32]), now).is_none());
        assert_eq!(kept.by_use.len(), kept.by_digest.len());
        kept.has_put(BlobDigest([9; 32]), 5, now);
        assert_eq!(kept.put_of_late(&BlobDigest([9; 32]), now), Some(5));
        assert_eq!(kept.put_of_late(&BlobDigest([9; 32]), now + KNOWN), None);
    }
}
