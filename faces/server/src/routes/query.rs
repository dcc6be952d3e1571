//! `GET /api/v1/query/{name}`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use holdpoint_service::{At, ServiceError};
use serde_json::{Map, Value};

use super::position::{POSITION, borne, wait};
use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn ask(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path(name): Path<String>,
    Query(arguments): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (at, arguments) = split(arguments)?;
    let seen = borne(&headers)?;
    let (view, size) = api
        .call(move |service| {
            wait(service, seen)?;
            let view = service.query(&actor, &name, arguments, at)?;
            Ok((view, service.engine().published().size()))
        })
        .await?;
    let mut response = Json(view).into_response();
    if let Some(position) = size.checked_sub(1) {
        response
            .headers_mut()
            .insert(POSITION, HeaderValue::from(position));
    }
    Ok(response)
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
