//! Blobs in an object storage: S3 and what speaks like it, Google Cloud Storage, Azure; or in a directory.
//!
//! [`Address`] says where, [`open`] gives the store. Names of objects are those of the files of a directory,
//! `sha256/ab/cdef…` below the prefix, so that either can be copied to the other by anybody's tools. Heavy dependencies stay
//! behind this crate.

mod address;
mod arriving;
mod bridge;
mod cloud;
mod name;
mod remembered;
mod spool;
mod store;
mod trouble;

pub use address::{Address, AddressError};
pub use store::ObjectBlobs;

use std::path::Path;
use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_ports::{BlobError, BlobStore};

use remembered::Remembered;

/// Opens the store at that address, and asks it whether it answers. Content that is larger than a few MiB waits in `spool`,
/// without a name, until it is uploaded. The variables are those of the environment by which each provider is told about
/// credentials and endpoints.
///
/// # Errors
/// [`BlobError::Refused`] when the bucket is not there, or does not let this program in.
pub fn open(
    address: &Address,
    spool: &Path,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Arc<dyn BlobStore>, BlobError> {
    Ok(match address {
        Address::Directory(place) => Arc::new(DirectoryBlobs::open_shared(place)?),
        Address::Bucket(bucket) => {
            let blobs = ObjectBlobs::open(bucket, spool, variables)?;
            Arc::new(Remembered::new(blobs))
        }
    })
}
