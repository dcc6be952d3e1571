//! What every blob store must do; each function gets an empty one, in a [`Room`] that can damage what is in it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, for other crates to run"
)]

use std::io::{self, Read};

use holdpoint_ports::{BlobDigest, BlobStore};

/// An empty store, and how to get behind its back.
pub trait Room {
    /// The store.
    fn blobs(&self) -> &dyn BlobStore;

    /// Writes other bytes over a blob, as a failing medium does.
    fn damage(&self, digest: &BlobDigest, content: &[u8]);

    /// Writes something that is not a blob where blobs are.
    fn litter(&self, name: &str);
}

/// Gives some bytes and then fails, as a connection does.
struct Breaks(usize);

impl Read for Breaks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("the line is cut"));
        }
        let count = buffer.len().min(self.0);
        self.0 -= count;
        Ok(count)
    }
}

fn digests(blobs: &dyn BlobStore) -> Vec<BlobDigest> {
    let mut all: Vec<_> = blobs.list().unwrap().iter().map(|one| one.digest).collect();
    all.sort();
    all
}

fn read(blobs: &dyn BlobStore, digest: &BlobDigest) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    let mut reader = blobs.open(digest).unwrap().unwrap();
    reader.read_to_end(&mut content).map(|_| content)
}

pub fn keeps_content_under_its_digest(room: &dyn Room) {
    let blobs = room.blobs();
    let (digest, size) = blobs.put(&mut &b"abc"[..]).unwrap();
    // FIPS 180-4's example.
    let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!((digest.to_string().as_str(), size), (expected, 3));
    assert_eq!(blobs.put(&mut &b"abc"[..]).unwrap(), (digest, 3));
    assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"abc");
    assert_eq!(read(blobs, &digest).unwrap(), b"abc");
    assert_eq!(blobs.size(&digest).unwrap(), Some(3));
}

pub fn lists_names_sizes_and_times(room: &dyn Room) {
    let blobs = room.blobs();
    let (one, _) = blobs.put(&mut &b"one"[..]).unwrap();
    let (none, _) = blobs.put(&mut &b""[..]).unwrap();
    let listed = blobs.list().unwrap();
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    let of = |digest| listed.iter().find(|blob| blob.digest == digest).unwrap();
    assert_eq!((of(one).size, of(none).size, listed.len()), (3, 0, 2));
    assert!(
        (now - of(one).changed).abs() < 600_000,
        "{} is not now",
        of(one).changed
    );
}

pub fn knows_nothing_of_what_was_never_kept(room: &dyn Room) {
    let (blobs, digest) = (room.blobs(), BlobDigest([7; 32]));
    assert_eq!(blobs.get(&digest).unwrap(), None);
    assert!(blobs.open(&digest).unwrap().is_none());
    assert_eq!(blobs.verify(&digest).unwrap(), None);
    assert_eq!(blobs.size(&digest).unwrap(), None);
    assert!(!blobs.remove(&digest).unwrap());
    assert!(blobs.list().unwrap().is_empty());
}

/// More than one part of an upload, and not a whole number of them.
pub fn streams_content_that_is_larger_than_its_buffers(room: &dyn Room) {
    const SIZE: u32 = 17_000_003;
    let blobs = room.blobs();
    let content: Vec<u8> = (0..SIZE).map(|i| (i % 251) as u8).collect();
    let (digest, size) = blobs.put(&mut &content[..]).unwrap();
    assert_eq!(size, u64::from(SIZE));
    assert_eq!(blobs.put(&mut &content[..]).unwrap(), (digest, size));
    assert!(blobs.get(&digest).unwrap().unwrap() == content);
    assert!(read(blobs, &digest).unwrap() == content);
    assert_eq!(blobs.verify(&digest).unwrap(), Some(size));
    room.damage(&digest, &content[1..]);
    assert!(read(blobs, &digest).is_err());
    blobs.put(&mut &content[..]).unwrap();
    assert!(read(blobs, &digest).unwrap() == content);
}

pub fn says_that_a_blob_is_damaged_and_heals_it(room: &dyn Room) {
    let blobs = room.blobs();
    let (digest, _) = blobs.put(&mut &b"content"[..]).unwrap();
    for damaged in [&b"c0ntent"[..], b"", b"content and more"] {
        room.damage(&digest, damaged);
        let error = blobs.get(&digest).unwrap_err();
        assert!(
            error.is_damage() && error.to_string().contains("is damaged"),
            "{error}"
        );
        assert!(read(blobs, &digest).is_err());
        assert!(blobs.verify(&digest).unwrap_err().is_damage());
        blobs.put(&mut &b"content"[..]).unwrap();
        assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"content");
    }
}

pub fn content_that_breaks_off_leaves_nothing(room: &dyn Room) {
    for size in [0, 100_000, 9_000_000] {
        let error = room.blobs().put(&mut Breaks(size)).unwrap_err();
        assert_eq!(error.to_string(), "the blob store failed at `the content`");
    }
    assert!(room.blobs().list().unwrap().is_empty());
}

pub fn damaged_content_is_not_taken_for_content(room: &dyn Room) {
    let blobs = room.blobs();
    let (digest, _) = blobs.put(&mut &b"content"[..]).unwrap();
    room.damage(&digest, b"c0ntent");
    let mut damaged = blobs.open(&digest).unwrap().unwrap();
    assert!(blobs.put(&mut damaged).unwrap_err().is_damage());
    assert_eq!(digests(blobs), [digest], "nothing was kept of it");
}

pub fn removes_and_ignores_strangers(room: &dyn Room) {
    let blobs = room.blobs();
    let (gone, _) = blobs.put(&mut &b"gone"[..]).unwrap();
    let (kept, _) = blobs.put(&mut &b"kept"[..]).unwrap();
    room.litter("README");
    assert!(blobs.remove(&gone).unwrap());
    assert_eq!(blobs.get(&gone).unwrap(), None);
    assert!(!blobs.remove(&gone).unwrap());
    assert_eq!(digests(blobs), [kept]);
}

pub fn many_may_keep_the_same_at_once(room: &dyn Room) {
    let blobs = room.blobs();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0..10 {
                    let content = format!("{}", number + thread % 2);
                    let (digest, _) = blobs.put(&mut content.as_bytes()).unwrap();
                    assert_eq!(blobs.get(&digest).unwrap().unwrap(), content.as_bytes());
                }
            });
        }
    });
    assert_eq!(digests(blobs).len(), 11);
}
