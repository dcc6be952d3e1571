//! Blobs in memory.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Mutex;

use holdpoint_ledger::Hash;
use holdpoint_ports::{BlobDigest, BlobError, BlobStore, ListedBlob};

/// Content by digest.
#[derive(Default)]
pub struct MemoryBlobs(Mutex<BTreeMap<BlobDigest, Vec<u8>>>);

impl BlobStore for MemoryBlobs {
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError> {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).unwrap();
        let (digest, size) = (BlobDigest(Hash::of(&bytes).0), bytes.len() as u64);
        self.0.lock().unwrap().insert(digest, bytes);
        Ok((digest, size))
    }

    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
        Ok(self.0.lock().unwrap().get(digest).cloned())
    }

    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError> {
        Ok(self.get(digest)?.map(|bytes| bytes.len() as u64))
    }

    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError> {
        Ok(self.0.lock().unwrap().remove(digest).is_some())
    }

    fn list(&self) -> Result<Vec<ListedBlob>, BlobError> {
        let listed = |(digest, bytes): (&BlobDigest, &Vec<u8>)| ListedBlob {
            digest: *digest,
            size: bytes.len() as u64,
            changed: 0,
        };
        Ok(self.0.lock().unwrap().iter().map(listed).collect())
    }
}
