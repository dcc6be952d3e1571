//! `Holdpoint-Position`: whoever has seen an entry gets no answer from before it.

use std::time::Duration;

use axum::http::HeaderMap;
use holdpoint_service::{Service, ServiceError};

/// The header.
pub(super) const POSITION: &str = "holdpoint-position";

/// How long a request waits for an entry.
const PATIENCE: Duration = Duration::from_secs(10);

/// The position that a request bears.
pub(super) fn borne(headers: &HeaderMap) -> Result<Option<u64>, ServiceError> {
    let Some(value) = headers.get(POSITION) else {
        return Ok(None);
    };
    let position = value.to_str().ok().and_then(|text| text.parse().ok());
    position.map(Some).ok_or_else(|| {
        ServiceError::Malformed("`Holdpoint-Position` is not the position of an entry".to_owned())
    })
}

/// Waits until that entry is there.
pub(super) fn wait(service: &Service, position: Option<u64>) -> Result<(), ServiceError> {
    match position {
        Some(position) => Ok(service.engine().wait_for(position, PATIENCE)?),
        None => Ok(()),
    }
}
