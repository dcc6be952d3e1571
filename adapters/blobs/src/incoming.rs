//! Content on its way in: hashed while it is written to a file that has no name yet that counts.

use std::io::{self, Read, Write};
use std::path::Path;

use holdpoint_ports::BlobDigest;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

const CHUNK: usize = 64 * 1024;

/// What failed: the two have different causes and different people to tell.
pub(crate) enum Failure {
    Content(io::Error),
    Medium(io::Error),
}

/// Content that is on the medium, without its final name.
pub(crate) struct Incoming {
    pub(crate) file: NamedTempFile,
    pub(crate) digest: BlobDigest,
    pub(crate) size: u64,
}

impl Incoming {
    pub(crate) fn receive(directory: &Path, content: &mut dyn Read) -> Result<Self, Failure> {
        let mut file = NamedTempFile::new_in(directory).map_err(Failure::Medium)?;
        let (digest, size) = copy(content, file.as_file_mut())?;
        file.as_file().sync_all().map_err(Failure::Medium)?;
        Ok(Self { file, digest, size })
    }
}

fn copy(content: &mut dyn Read, file: &mut impl Write) -> Result<(BlobDigest, u64), Failure> {
    let mut hash = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = match content.read(&mut buffer) {
            Ok(0) => return Ok((BlobDigest(hash.finalize().into()), size)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(Failure::Content)?,
        };
        let part = buffer.get(..count).unwrap_or_default();
        hash.update(part);
        file.write_all(part).map_err(Failure::Medium)?;
        size += count as u64;
    }
}
