//! The document of a result.

use holdpoint_attestation::{Envelope, Statement};
use holdpoint_domain::Digest;
use holdpoint_domain::evidence::Evidence;
use holdpoint_findings::kept::Kept;
use holdpoint_ports::BlobDigest;
use serde_json::Value;

use crate::{Reader, ServiceError};

/// Bytes of a result that is shown: one of 100,000 findings with their lines has fewer.
const MOST: usize = 64 << 20;

/// Reads the result that a piece of evidence is about.
pub(super) fn read(reader: &Reader<'_>, piece: &Evidence) -> Result<Kept, ServiceError> {
    kept(reader, &piece.statement)
}

/// Reads the result in a document that is kept.
pub(crate) fn kept(reader: &Reader<'_>, document: &Digest) -> Result<Kept, ServiceError> {
    let bytes = reader.service.blobs().get(&BlobDigest(document.0))?;
    let bytes = bytes.ok_or(ServiceError::BlobUnknown(*document))?;
    let wrong = |why: String| ServiceError::Malformed(why);
    if bytes.len() > MOST {
        return Err(wrong(format!(
            "the result has {} bytes, {MOST} are read",
            bytes.len()
        )));
    }
    let payload = Envelope::parse(&bytes).map_or(bytes, |envelope| envelope.payload);
    let document = match Statement::parse(&payload) {
        Ok(statement) => statement.predicate,
        // A bare result is evidence, too.
        Err(_) => {
            serde_json::from_slice::<Value>(&payload).map_err(|error| wrong(error.to_string()))?
        }
    };
    Kept::read(&document).map_err(|error| wrong(error.to_string()))
}
