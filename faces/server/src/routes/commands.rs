//! `POST /api/v1/commands`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use holdpoint_service::{ServiceError, Submission};
use serde::Deserialize;

use super::position::{POSITION, borne, wait};
use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

/// How a command is submitted.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct How {
    /// Whether only to say what would come of it.
    #[serde(default)]
    dry_run: bool,
}

pub(crate) async fn submit(
    State(api): State<Api>,
    Asking(actor): Asking,
    Query(how): Query<How>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let request = serde_json::from_slice(&body).map_err(|error| {
        Problem::input("request-malformed", format!("the body is no JSON: {error}"))
    })?;
    let submission = Submission {
        key: key(&headers)?,
        request,
        dry_run: how.dry_run,
    };
    let seen = borne(&headers)?;
    let receipt = api
        .call(move |service| {
            wait(service, seen)?;
            service.submit(&actor, submission)
        })
        .await?;
    let position = receipt.position();
    let mut response = Json(receipt).into_response();
    if let Some(position) = position {
        response
            .headers_mut()
            .insert(POSITION, HeaderValue::from(position));
    }
    Ok(response)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ServiceError> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .ok()
        .filter(|key| (1..=200).contains(&key.len()));
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        let message = "`Idempotency-Key` is 1 to 200 visible characters";
        ServiceError::Malformed(message.to_owned())
    })
}
