//! Errors of requests to SCIM in its own words, wherever they come from.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::Response;
use holdpoint_service::ScimFailure;

use crate::problem::Problem;
use crate::routes::scim::{MEDIA_TYPE, PLACE};

/// How large a problem is, at most.
const LARGEST: usize = 64 * 1024;

pub(crate) async fn spoken(request: Request, next: Next) -> Response {
    let ours = of_scim(request.uri().path());
    let response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    let problem = kind.is_some_and(|kind| kind.as_bytes() == b"application/problem+json");
    match ours && problem {
        true => translated(response).await,
        false => response,
    }
}

/// Whether the address is one of SCIM's.
pub(crate) fn of_scim(path: &str) -> bool {
    path.strip_prefix(PLACE)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

async fn translated(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default();
    let problem = serde_json::from_slice::<Problem>(&bytes);
    let failure = ScimFailure {
        status: head.status.as_u16(),
        kind: None,
        detail: problem.map_or_else(|_| head.status.to_string(), |problem| problem.title),
    };
    head.headers.remove(CONTENT_LENGTH);
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    head.headers.insert(CONTENT_TYPE, kind);
    let text = failure.body().to_string();
    Response::from_parts(head, Body::from(text))
}
