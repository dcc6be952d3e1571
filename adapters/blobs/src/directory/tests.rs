#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::Cursor;

use super::*;

fn room() -> (tempfile::TempDir, DirectoryBlobs) {
    let room = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
    (room, blobs)
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

#[test]
fn keeps_content_under_its_digest() {
    let (_room, blobs) = room();
    let (digest, size) = blobs.put(&mut Cursor::new(b"abc")).unwrap();
    // FIPS 180-4's example.
    let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!((digest.to_string().as_str(), size), (expected, 3));
    assert_eq!(blobs.put(&mut Cursor::new(b"abc")).unwrap(), (digest, 3));
    assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"abc");
    assert_eq!(blobs.size(&digest).unwrap(), Some(3));
    assert_eq!(blobs.list().unwrap(), [digest]);
}

#[test]
fn knows_nothing_of_what_was_never_kept() {
    let (_room, blobs) = room();
    let digest = BlobDigest([7; 32]);
    assert_eq!(blobs.get(&digest).unwrap(), None);
    assert_eq!(blobs.size(&digest).unwrap(), None);
    assert!(!blobs.remove(&digest).unwrap());
    assert!(blobs.list().unwrap().is_empty());
}

#[test]
fn streams_content_that_is_larger_than_its_buffer() {
    let (_room, blobs) = room();
    let content: Vec<u8> = (0..1_000_003_u32).map(|i| (i % 251) as u8).collect();
    let (digest, size) = blobs.put(&mut Cursor::new(&content)).unwrap();
    assert_eq!(size, 1_000_003);
    assert_eq!(blobs.get(&digest).unwrap().unwrap(), content);
}

#[test]
fn says_that_a_blob_is_damaged_and_heals_it() {
    let (_room, blobs) = room();
    let (digest, _) = blobs.put(&mut Cursor::new(b"content")).unwrap();
    fs::write(path_of(&blobs.root, &digest), b"c0ntent").unwrap();
    let error = blobs.get(&digest).unwrap_err();
    assert!(matches!(error, BlobError::Damaged { digest: named, .. } if named == digest));
    assert!(error.to_string().contains("is damaged"), "{error}");
    blobs.put(&mut Cursor::new(b"content")).unwrap();
    assert_eq!(blobs.get(&digest).unwrap().unwrap(), b"content");
}

#[test]
fn a_reader_that_fails_leaves_nothing() {
    let (_room, blobs) = room();
    let error = blobs.put(&mut Breaks(100_000)).unwrap_err();
    assert_eq!(error.to_string(), "the blob store failed at `the content`");
    assert!(blobs.list().unwrap().is_empty());
    assert_eq!(fs::read_dir(blobs.root.join(INCOMING)).unwrap().count(), 0);
}

#[test]
fn removes_and_ignores_strangers() {
    let (_room, blobs) = room();
    let (digest, _) = blobs.put(&mut Cursor::new(b"gone")).unwrap();
    let (kept, _) = blobs.put(&mut Cursor::new(b"kept")).unwrap();
    fs::write(blobs.root.join(ALGORITHM).join("README"), b"not a blob").unwrap();
    assert!(blobs.remove(&digest).unwrap());
    assert_eq!(blobs.get(&digest).unwrap(), None);
    assert_eq!(blobs.list().unwrap(), [kept]);
}

#[test]
fn clears_away_what_a_crash_left() {
    let (room, blobs) = room();
    let (digest, _) = blobs.put(&mut Cursor::new(b"kept")).unwrap();
    fs::write(blobs.root.join(INCOMING).join(".tmpAbc"), b"half of someth").unwrap();
    let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
    assert_eq!(blobs.list().unwrap(), [digest]);
    assert_eq!(fs::read_dir(blobs.root.join(INCOMING)).unwrap().count(), 0);
}
