//! JSON and text compressed for whoever understands it.

use std::io::Write as _;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::problem::Problem;

/// Below this it costs more than it saves.
const WORTH_IT: u64 = 1_024;

/// Above this it is not done where other requests wait.
const MUCH: u64 = 64 * 1_024;

/// What the tag of a compressed answer ends with: a strong tag means the same bytes.
pub(crate) const SUFFIX: &str = "-gzip";

pub(crate) async fn smaller(request: Request, next: Next) -> Response {
    let understood = understood(request.headers());
    let mut response = next.run(request).await;
    if !compressible(response.headers()) {
        return response;
    }
    let vary = HeaderValue::from_static("accept-encoding");
    response.headers_mut().append(VARY, vary);
    let size = response.body().size_hint().exact();
    match size.filter(|size| understood && *size >= WORTH_IT) {
        Some(size) => compressed(response, size).await,
        None => response,
    }
}

async fn compressed(response: Response, size: u64) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Problem::internal().into_response();
    };
    let small = if size > MUCH {
        tokio::task::spawn_blocking(move || gzip(&bytes)).await.ok()
    } else {
        Some(gzip(&bytes))
    };
    let Some(small) = small else {
        return Problem::internal().into_response();
    };
    let gzip = HeaderValue::from_static("gzip");
    head.headers.insert(CONTENT_ENCODING, gzip);
    head.headers.remove(CONTENT_LENGTH);
    let tag = head.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
    let tag = tag.and_then(|tag| Some(format!("{}{SUFFIX}\"", tag.strip_suffix('"')?)));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        head.headers.insert(ETAG, tag);
    }
    Response::from_parts(head, Body::from(small))
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default().into()
}

fn understood(headers: &HeaderMap) -> bool {
    let all = headers.get_all(ACCEPT_ENCODING).iter();
    let mut all = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    all.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next() == Some("gzip");
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn compressible(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next());
    let text = matches!(
        kind,
        Some(
            "application/json" | "application/problem+json" | "application/x-ndjson" | "text/plain"
        )
    );
    text && !headers.contains_key(CONTENT_ENCODING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_refuses_it_does_not_get_it() {
        let understands = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, value.parse().unwrap());
            understood(&headers)
        };
        assert!(understands("gzip"));
        assert!(understands("br, gzip;q=0.5"));
        assert!(!understands("gzip;q=0"));
        assert!(!understands("br"));
        assert!(!understood(&HeaderMap::new()));
    }
}
