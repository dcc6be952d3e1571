//! A snapshot of a state: a cache that says which tree it belongs to, and that is ignored when in doubt.

use std::io;
use std::path::{Path, PathBuf};

use holdpoint_ledger::Hash;

use crate::write;

const MAGIC: &[u8; 8] = b"hpsnap\x00\x01";
/// Magic, size (8), root (32), semantics (4), length of the payload (8), SHA-256 of the payload (32).
const HEADER: usize = 8 + 8 + 32 + 4 + 8 + 32;

/// A state, as bytes, and the ledger that it was folded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Size of the tree.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
    /// Version of the semantics that folded it.
    pub semantics: u32,
    /// The state, as the engine writes it.
    pub payload: Vec<u8>,
}

/// A file that holds the newest snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFile(PathBuf);

impl SnapshotFile {
    /// The file at `path`, which need not exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Replaces the snapshot; a crash leaves either the old or the new one.
    ///
    /// # Errors
    /// When the medium fails; then the old one is still there.
    pub fn write(&self, snapshot: &Snapshot) -> io::Result<()> {
        let header = header(snapshot);
        write::replace(&self.0, &[&header, &Hash::of(&header).0, &snapshot.payload])
    }

    /// The snapshot; none if there is no file, or anything at all is wrong with it.
    #[must_use]
    pub fn read(&self) -> Option<Snapshot> {
        parse(std::fs::read(&self.0).ok()?)
    }

    /// Deletes it, if it is there.
    ///
    /// # Errors
    /// When it is there and cannot be deleted.
    pub fn remove(&self) -> io::Result<()> {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn header(snapshot: &Snapshot) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&snapshot.size.to_be_bytes());
    header.extend_from_slice(&snapshot.root.0);
    header.extend_from_slice(&snapshot.semantics.to_be_bytes());
    header.extend_from_slice(&(snapshot.payload.len() as u64).to_be_bytes());
    header.extend_from_slice(&Hash::of(&snapshot.payload).0);
    header
}

fn parse(mut file: Vec<u8>) -> Option<Snapshot> {
    let (header, rest) = file.split_at_checked(HEADER)?;
    let (sum, payload) = rest.split_at_checked(32)?;
    if Hash::of(header).0 != sum {
        return None;
    }
    let (magic, rest) = header.split_first_chunk::<8>()?;
    let (size, rest) = rest.split_first_chunk()?;
    let (root, rest) = rest.split_first_chunk()?;
    let (semantics, rest) = rest.split_first_chunk()?;
    let (length, digest) = rest.split_first_chunk()?;
    let whole = u64::from_be_bytes(*length) == payload.len() as u64;
    if magic != MAGIC || !whole || Hash::of(payload).0 != digest {
        return None;
    }
    let (size, root) = (u64::from_be_bytes(*size), Hash(*root));
    let semantics = u32::from_be_bytes(*semantics);
    // The payload is large: it moves to the front of what was read instead of being copied.
    file.drain(..HEADER + 32);
    Some(Snapshot {
        size,
        root,
        semantics,
        payload: file,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        let root = Hash::of(b"root");
        Snapshot {
            size: 70_000,
            root,
            semantics: 3,
            payload: b"a state of some bytes".to_vec(),
        }
    }

    #[test]
    fn comes_back_as_it_was_written() {
        let room = tempfile::tempdir().unwrap();
        let file = SnapshotFile::new(room.path().join("snapshot"));
        assert_eq!(file.read(), None);
        file.write(&snapshot()).unwrap();
        assert_eq!(file.read(), Some(snapshot()));
        file.remove().unwrap();
        file.remove().unwrap();
        assert_eq!(file.read(), None);
    }

    #[test]
    fn any_changed_bit_and_any_other_length_gives_none() {
        let room = tempfile::tempdir().unwrap();
        let file = SnapshotFile::new(room.path().join("snapshot"));
        file.write(&snapshot()).unwrap();
        let good = std::fs::read(file.path()).unwrap();
        assert!(parse(good.clone()).is_some());
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(parse(bad), None, "bit {bit}");
        }
        for length in 0..good.len() {
            assert_eq!(parse(good[..length].to_vec()), None, "length {length}");
        }
        assert_eq!(parse([&good[..], b"x"].concat()), None);
    }
}
