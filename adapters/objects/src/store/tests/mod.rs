//! The suite of all blob stores against real storages, and what is said when one refuses.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod google;
mod refused;

use holdpoint_buckets::Storage;
use holdpoint_conformance::blobs::Room;

use super::*;
use crate::address::Address;

/// A store in a bucket of its own.
struct InBucket {
    blobs: ObjectBlobs,
    _spool: tempfile::TempDir,
}

impl InBucket {
    fn of(url: &str, variables: Vec<(String, String)>) -> Self {
        let spool = tempfile::tempdir().unwrap();
        Self {
            blobs: open(url, spool.path(), variables).unwrap(),
            _spool: spool,
        }
    }
}

fn open(
    url: &str,
    spool: &Path,
    variables: Vec<(String, String)>,
) -> Result<ObjectBlobs, BlobError> {
    let Address::Bucket(bucket) = url.parse().unwrap() else {
        panic!("`{url}` is no bucket");
    };
    ObjectBlobs::open(&bucket, spool, variables)
}

impl Room for InBucket {
    fn blobs(&self) -> &dyn BlobStore {
        &self.blobs
    }

    fn damage(&self, digest: &BlobDigest, content: &[u8]) {
        let name = name::of(&self.blobs.prefix, digest);
        let content = Bytes::copy_from_slice(content);
        let put = self.blobs.upload(name, content, PutMode::Overwrite);
        assert_eq!(put.unwrap(), Put::Done);
    }

    fn litter(&self, name: &str) {
        let below = name::all(&self.blobs.prefix);
        for path in [format!("{below}/{name}"), format!("{below}/ab/{name}")] {
            let content = Bytes::from_static(b"not a blob");
            let put = self
                .blobs
                .upload(Name::from(path), content, PutMode::Overwrite);
            assert_eq!(put.unwrap(), Put::Done);
        }
    }
}

/// Versity's gateway, which checks signatures.
mod s3 {
    use super::*;

    fn fresh() -> InBucket {
        let storage = Storage::s3();
        InBucket::of(&format!("{}/a/b", storage.bucket()), storage.variables())
    }

    holdpoint_conformance::blob_tests!(fresh);

    #[test]
    fn nothing_is_written_over_what_is_there() {
        let room = fresh();
        let name = || Name::from("a/b/c");
        let put = |content: &'static [u8]| {
            room.blobs
                .upload(name(), Bytes::from_static(content), PutMode::Create)
                .unwrap()
        };
        assert_eq!(put(b"first"), Put::Done);
        assert_eq!(put(b"second"), Put::Exists);
        let found = room
            .blobs
            .call(|store| async move { store.get(&name()).await?.bytes().await });
        assert_eq!(&found.unwrap().unwrap()[..], b"first");
    }

    #[test]
    fn two_prefixes_of_one_bucket_are_two_stores() {
        let storage = Storage::s3();
        let bucket = storage.bucket();
        let (one, other) = (
            InBucket::of(&format!("{bucket}/one"), storage.variables()),
            InBucket::of(&format!("{bucket}/other"), storage.variables()),
        );
        let (digest, _) = one.blobs.put(&mut &b"content"[..]).unwrap();
        assert_eq!(other.blobs.get(&digest).unwrap(), None);
        assert!(other.blobs.list().unwrap().is_empty());
        let whole = InBucket::of(&bucket, storage.variables());
        assert!(whole.blobs.list().unwrap().is_empty());
        let again = InBucket::of(&format!("{bucket}/one/"), storage.variables());
        assert_eq!(again.blobs.get(&digest).unwrap().unwrap(), b"content");
    }

    #[test]
    fn a_directory_and_a_bucket_have_the_same_names() {
        let room = fresh();
        let (digest, _) = room.blobs.put(&mut &b"abc"[..]).unwrap();
        let name = name::of("a/b", &digest);
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(name.as_ref(), format!("a/b/sha256/ba/{}", &hex[2..]));
        assert_eq!(room.blobs.about(name).unwrap().unwrap().size, 3);
    }
}

/// Microsoft's emulator, which checks signatures too.
mod azure {
    use super::*;

    fn fresh() -> InBucket {
        let storage = Storage::azure();
        InBucket::of(&format!("{}/a", storage.bucket()), storage.variables())
    }

    holdpoint_conformance::blob_tests!(fresh);
}

/// A stand-in for Google's storage, after its documentation.
mod gcs {
    use super::*;

    fn fresh() -> InBucket {
        let google = google::Google::shared();
        InBucket::of(&google.bucket(), google.variables())
    }

    holdpoint_conformance::blob_tests!(fresh);
}
