#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use holdpoint_conformance::blobs::Room;

use super::*;

struct Directory {
    room: tempfile::TempDir,
    blobs: DirectoryBlobs,
}

impl Room for Directory {
    fn blobs(&self) -> &dyn BlobStore {
        &self.blobs
    }

    fn damage(&self, digest: &BlobDigest, content: &[u8]) {
        fs::write(path_of(&self.blobs.root, digest), content).unwrap();
    }

    fn litter(&self, name: &str) {
        fs::write(self.blobs.root.join(ALGORITHM).join(name), b"not a blob").unwrap();
        fs::write(
            self.blobs.root.join(ALGORITHM).join("ab").join(name),
            b"nor that",
        )
        .unwrap();
    }
}

fn room() -> Directory {
    let room = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
    Directory { room, blobs }
}

holdpoint_conformance::blob_tests!(room);

fn unnamed(blobs: &DirectoryBlobs) -> usize {
    fs::read_dir(blobs.root.join(INCOMING)).unwrap().count()
}

#[test]
fn nothing_without_a_name_stays() {
    let Directory { room, blobs } = room();
    let (digest, _) = blobs.put(&mut &b"kept"[..]).unwrap();
    assert_eq!(unnamed(&blobs), 0);
    let half = blobs.root.join(INCOMING).join(".tmpAbc");
    fs::write(&half, b"half of someth").unwrap();
    let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
    assert_eq!(blobs.list().unwrap()[0].digest, digest);
    assert_eq!(unnamed(&blobs), 0);
}

#[test]
fn what_another_process_is_writing_is_left_alone() {
    let Directory { room, blobs } = room();
    let incoming = blobs.root.join(INCOMING);
    fs::write(incoming.join(".tmpNow"), b"half of someth").unwrap();
    let old = File::create(incoming.join(".tmpOld")).unwrap();
    old.set_modified(SystemTime::now() - ABANDONED * 2).unwrap();
    let blobs = DirectoryBlobs::open_shared(room.path().join("blobs")).unwrap();
    assert_eq!(unnamed(&blobs), 1);
    assert!(incoming.join(".tmpNow").exists());
}
