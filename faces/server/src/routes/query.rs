//! `GET /api/v1/query/{name}`.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::Digest;
use holdpoint_domain::access::Permission;
use holdpoint_service::{At, ServiceError};
use serde_json::{Map, Value};

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::{Path, Query};
use crate::layers::compress::SUFFIX;
use crate::layers::position::POSITION;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "get",
    path: "/api/v1/query/{name}",
    name: "query",
    summary: "Ask a question, as of now or of any moment.",
    access: Access::May(Permission::Read),
    class: Class::Quick,
    handler: || get(ask),
    // The document has an operation for each question instead.
    describe: |operation| operation,
}];

async fn ask(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path(name): Path<String>,
    Query(arguments): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (at, arguments) = split(arguments)?;
    let answered = api
        .call(move |service| {
            let answered = service.answer(&actor, &name, arguments, at)?;
            let body = serde_json::to_vec(&answered.view);
            let body = body.map_err(|error| ServiceError::Internal(error.to_string()))?;
            Ok((body, answered.position))
        })
        .await?;
    let (body, position) = answered;
    let tag = tag(&body);
    let mut response = match matches(&headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ([(CONTENT_TYPE, "application/json")], body).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(ETAG, tag);
    }
    if let Some(position) = position {
        headers.insert(POSITION, HeaderValue::from(position));
    }
    Ok(response)
}

/// Names the answer by its bytes. Its position would not do: names of people change without an entry, and some
/// answers (who is absent, what waits how long) change with the time alone.
pub(super) fn tag(body: &[u8]) -> String {
    let digest = Digest::of(body).0;
    hex::encode(digest.get(..16).unwrap_or_default())
}

/// Whether whoever asks has that answer already, compressed or not.
pub(super) fn matches(headers: &HeaderMap, tag: &str) -> bool {
    let all = headers.get_all(IF_NONE_MATCH).iter();
    let mut all = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    all.any(|one| {
        let one = one.strip_prefix("W/").unwrap_or(one).trim_matches('"');
        one == "*" || one.strip_suffix(SUFFIX).unwrap_or(one) == tag
    })
}

/// `at` is of every query; the rest are its arguments.
fn split(all: Vec<(String, String)>) -> Result<(At, Value), ServiceError> {
    let mut at = At::Now;
    let mut arguments = Map::new();
    for (name, value) in all {
        match name.as_str() {
            "at" => at = value.parse().map_err(|_| ServiceError::At(value.clone()))?,
            _ => {
                arguments.insert(name, Value::String(value));
            }
        }
    }
    Ok((at, Value::Object(arguments)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_matches_in_every_form() {
        let has = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, value.parse().unwrap());
            matches(&headers, "12ab")
        };
        assert!(has("\"12ab\""));
        assert!(has("\"other\", W/\"12ab-gzip\""));
        assert!(has("*"));
        assert!(!has("\"12ac\""));
        assert!(!matches(&HeaderMap::new(), "12ab"));
    }

    #[test]
    fn another_answer_has_another_tag() {
        assert_ne!(tag(b"{}"), tag(b"[]"));
        assert_eq!(tag(b"{}").len(), 32);
    }
}
