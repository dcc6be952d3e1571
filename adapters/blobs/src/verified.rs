//! Content on its way out: hashed as it is read, so that nobody takes what is damaged for what it was.

use std::io::{self, ErrorKind, Read};

use holdpoint_ports::{BlobDigest, BlobError};
use sha2::{Digest, Sha256};

/// A reader of a blob. It gives bytes before it can know whether they are right: whoever reads counts on nothing before the
/// end has come without an error.
#[derive(Debug)]
pub struct Verified<R> {
    content: R,
    digest: BlobDigest,
    hash: Option<Sha256>,
}

impl<R: Read> Verified<R> {
    /// Reads what has to be the blob of that name.
    pub fn new(content: R, digest: BlobDigest) -> Self {
        Self {
            content,
            digest,
            hash: Some(Sha256::new()),
        }
    }

    fn end(&mut self) -> io::Result<usize> {
        let Some(hash) = self.hash.take() else {
            return Ok(0);
        };
        let found = BlobDigest(hash.finalize().into());
        if found == self.digest {
            return Ok(0);
        }
        let digest = self.digest;
        let damaged = BlobError::Damaged { digest, found };
        Err(io::Error::new(ErrorKind::InvalidData, damaged))
    }
}

impl<R: Read> Read for Verified<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.content.read(buffer)?;
        if count == 0 {
            return self.end();
        }
        if let Some(hash) = &mut self.hash {
            hash.update(buffer.get(..count).unwrap_or_default());
        }
        Ok(count)
    }
}
