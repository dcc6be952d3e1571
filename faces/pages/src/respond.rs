//! Answers: pages, redirects and files.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;

use crate::assets::gzip;

/// Below this compressing costs more than it saves.
const WORTH_IT: usize = 1_024;

/// A page, compressed if that is understood.
pub(crate) fn page(status: StatusCode, text: String, compress: bool) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        // What a page says is for whoever is logged in, and only now.
        (CACHE_CONTROL, "private, no-cache"),
        (VARY, "accept-encoding, accept-language, cookie"),
    ];
    match compress && text.len() > WORTH_IT {
        true => {
            let bytes = gzip(text.as_bytes(), Compression::fast());
            (status, headers, [(CONTENT_ENCODING, "gzip")], bytes).into_response()
        }
        false => (status, headers, text).into_response(),
    }
}

/// After something was done: look there.
pub(crate) fn see(place: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let place = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, place);
    response
}

/// A file to be kept.
pub(crate) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let plain = name.replace(
        |c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-',
        "-",
    );
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{plain}\""),
        ),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
