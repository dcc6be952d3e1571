//! A form that somebody sent from a page of their own session.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use holdpoint_service::Untaken;

use super::parts::{self, Upload};
use super::{Fields, Visit};
use crate::Site;
use crate::unsent::Unsent;

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
        if let Some(untaken) = parts.extensions.remove::<Untaken>() {
            let (form, files) = as_far_as_read(&parts, body, untaken.whole).await;
            let unsent = Unsent::of(parts.uri.path(), form, &files);
            return Err(unsent.answer(site, &parts, untaken).await);
        }
        let visit = Visit::from_request_parts(&mut parts, site).await?;
        let body = to_bytes(body, LARGEST).await;
        let body = body.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let kind = kind(&parts);
        let read = match is_parts(kind) {
            true => parts::parse(kind, &body),
            false => std::str::from_utf8(&body)
                .ok()
                .map(|text| (Fields::parse(text), Vec::new())),
        };
        let (form, files) = read.ok_or_else(|| StatusCode::BAD_REQUEST.into_response())?;
        // The server in front has looked already; here it is looked once more.
        if form.get("csrf") != Some(visit.session.csrf.as_str()) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        Ok(Self { visit, form, files })
    }
}

fn kind(parts: &Parts) -> &str {
    let kind = parts.headers.get(CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

fn is_parts(kind: &str) -> bool {
    kind.split(';').next().map(str::trim) == Some("multipart/form-data")
}

/// What was typed and chosen in a form, of which the end may be missing.
async fn as_far_as_read(parts: &Parts, body: Body, whole: bool) -> (Fields, Vec<Upload>) {
    let body = to_bytes(body, LARGEST).await.unwrap_or_default();
    let kind = kind(parts);
    if is_parts(kind) {
        let read = parts::parse_some(kind, &body);
        return (read.fields, read.files);
    }
    let text = String::from_utf8_lossy(&body);
    let mut fields = Fields::parse(&text);
    if !whole {
        // Half of what was typed is not what was typed.
        fields.0.pop();
    }
    (fields, Vec::new())
}
