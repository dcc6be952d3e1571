//! Content on its way in. Its name is its digest, known only at its end: until then it waits here, small in memory, large in
//! a file without a name.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use bytes::Bytes;
use holdpoint_ports::BlobDigest;
use sha2::{Digest, Sha256};

/// What is kept in memory, and the size of a part of what is not.
pub(crate) const PART: usize = 8 * 1024 * 1024;
/// Parts that an upload may have, with room to spare: providers take 10,000.
const PARTS: u64 = 9_000;
const CHUNK: usize = 64 * 1024;

/// What failed: the two have different causes and different people to tell.
#[derive(Debug)]
pub(crate) enum Failure {
    Content(io::Error),
    Spool(io::Error),
}

/// Content that has arrived.
pub(crate) struct Spooled {
    pub(crate) digest: BlobDigest,
    pub(crate) size: u64,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Small(Bytes),
    Large(Parts),
}

impl Spooled {
    pub(crate) fn receive(content: &mut dyn Read, spool: &Path) -> Result<Self, Failure> {
        let mut hash = Sha256::new();
        let (mut size, mut small, mut large) = (0_u64, Vec::new(), None);
        let mut buffer = vec![0; CHUNK];
        loop {
            let count = match content.read(&mut buffer) {
                Ok(0) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read.map_err(Failure::Content)?,
            };
            let chunk = buffer.get(..count).unwrap_or_default();
            hash.update(chunk);
            size += count as u64;
            if large.is_none() && small.len() + count > PART {
                large = Some(begin(spool, &small).map_err(Failure::Spool)?);
            }
            match &mut large {
                Some(file) => file.write_all(chunk).map_err(Failure::Spool)?,
                None => small.extend_from_slice(chunk),
            }
        }
        let body = match large {
            Some(file) => Body::Large(Parts::of(file, size).map_err(Failure::Spool)?),
            None => Body::Small(small.into()),
        };
        let digest = BlobDigest(hash.finalize().into());
        Ok(Self { digest, size, body })
    }
}

/// A file that nobody finds, and that is gone with whoever has it open.
fn begin(spool: &Path, small: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile_in(spool)?;
    file.write_all(small)?;
    Ok(file)
}

/// The parts of large content, read one after the other.
pub(crate) struct Parts {
    file: File,
    each: usize,
}

impl Parts {
    fn of(mut file: File, size: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let each = usize::try_from(size / PARTS + 1).unwrap_or(PART).max(PART);
        Ok(Self { file, each })
    }

    /// The next part; none at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Bytes>> {
        let mut part = Vec::with_capacity(self.each);
        let limit = self.each as u64;
        (&mut self.file).take(limit).read_to_end(&mut part)?;
        Ok((!part.is_empty()).then(|| part.into()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use std::io::Read;

    use holdpoint_ports::BlobDigest;
    use sha2::{Digest, Sha256};

    use super::{Body, PART, Spooled};

    #[test]
    fn large_content_waits_in_parts_and_small_content_in_memory() {
        let room = tempfile::tempdir().unwrap();
        for size in [0, 1, PART, PART + 1, 2 * PART + 7] {
            let content: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let spooled = Spooled::receive(&mut &content[..], room.path()).unwrap();
            assert_eq!(spooled.size, size as u64);
            assert_eq!(spooled.digest, BlobDigest(Sha256::digest(&content).into()));
            let mut found = Vec::new();
            match spooled.body {
                Body::Small(bytes) => found.extend_from_slice(&bytes),
                Body::Large(mut parts) => {
                    assert!(size > PART);
                    while let Some(part) = parts.next().unwrap() {
                        assert!(part.len() <= PART);
                        found.extend_from_slice(&part);
                    }
                }
            }
            assert!(found == content, "{size} bytes came back otherwise");
        }
        assert_eq!(std::fs::read_dir(room.path()).unwrap().count(), 0);
    }

    #[test]
    fn content_that_breaks_off_is_no_content() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the line is cut"))
            }
        }
        let room = tempfile::tempdir().unwrap();
        assert!(matches!(
            Spooled::receive(&mut Breaks, room.path()),
            Err(super::Failure::Content(_))
        ));
    }
}
