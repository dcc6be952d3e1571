//! A form that somebody sent from a page of their own session.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::parts::{self, Upload};
use super::{Fields, Visit};
use crate::Site;

/// A visit with the form that came along. A form that does not bear the session's own word is not taken: another
/// site may have sent it.
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pub(crate) form: Fields,
    pub(crate) files: Vec<Upload>,
}

/// How large a form may be, files included, in bytes: as many attachments as a comment has, and its text.
const LARGEST: usize = 24 * 1024 * 1024;

impl FromRequest<Site> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, site).await?;
        let kind = parts.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let body = to_bytes(body, LARGEST).await;
        let body = body.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let read = match kind.split(';').next().map(str::trim) {
            Some("multipart/form-data") => parts::parse(kind, &body),
            _ => std::str::from_utf8(&body)
                .ok()
                .map(|text| (Fields::parse(text), Vec::new())),
        };
        let (form, files) = read.ok_or_else(|| StatusCode::BAD_REQUEST.into_response())?;
        if form.get("csrf") != Some(visit.session.csrf.as_str()) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        Ok(Self { visit, form, files })
    }
}
