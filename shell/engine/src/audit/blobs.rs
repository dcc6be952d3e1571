//! Checking the blobs that entries name.

use holdpoint_ports::{BlobDigest, BlobError};
use serde::Serialize;

use super::Progress;
use super::evidence::Claims;
use super::inspect::{Fault, Problem};
use crate::named::{Named, NamedBlobs};

/// How many blobs there are, and how large they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct BlobCount {
    /// Blobs that entries name.
    pub named: u64,
    /// Of these, the ones that were read and are undamaged.
    pub sound: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Sealed texts of people, which a bundle leaves out.
    pub withheld: u64,
}

/// Reads every blob that is named, compares it with what entries say of it, and says what is wrong.
pub(super) fn check(
    blobs: &NamedBlobs,
    claims: &mut Claims,
    withheld: impl Fn(&Named) -> bool,
    read: impl Fn(&BlobDigest) -> Result<Option<Vec<u8>>, BlobError>,
    progress: &Progress<'_>,
) -> (BlobCount, Vec<Problem>) {
    let total = blobs.len() as u64;
    let mut count = BlobCount {
        named: total,
        ..BlobCount::default()
    };
    let mut problems = Vec::new();
    for ((digest, named), done) in blobs.iter().zip(1..) {
        if withheld(named) {
            count.withheld += 1;
        } else {
            match sound(digest, named.position, read(digest)) {
                Ok(bytes) => {
                    count.sound += 1;
                    count.bytes += bytes.len() as u64;
                    claims.check(digest, &bytes, &mut problems);
                }
                Err(problem) => problems.push(problem),
            }
        }
        progress(done, total);
    }
    (count, problems)
}

fn sound(
    digest: &BlobDigest,
    position: u64,
    read: Result<Option<Vec<u8>>, BlobError>,
) -> Result<Vec<u8>, Problem> {
    let (fault, message) = match read {
        Ok(Some(bytes)) => return Ok(bytes),
        Ok(None) => (Fault::BlobMissing, format!("blob `{digest}` is not there")),
        Err(error @ BlobError::Damaged { .. }) => (Fault::BlobDamaged, error.to_string()),
        Err(error) => (Fault::BlobUnreadable, format!("blob `{digest}`: {error}")),
    };
    Err(Problem::new(fault, position, message))
}
