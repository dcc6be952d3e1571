//! `Holdpoint-Position`: whoever has seen an entry gets no answer from before it, and every answer says what it has
//! seen.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdpoint_engine::EngineError;
use holdpoint_service::ServiceError;

use crate::api::Api;
use crate::problem::Problem;

/// The header.
pub(crate) const POSITION: &str = "holdpoint-position";

/// Waits until the entry that the request bears is there; then writes which was the newest when the answer was
/// made, unless the route knows better.
pub(crate) async fn seen(State(api): State<Api>, request: Request, next: Next) -> Response {
    if let Err(problem) = wait(&api, request.headers()).await {
        return problem.into_response();
    }
    let newest = api.service().engine().published().size().checked_sub(1);
    let mut response = next.run(request).await;
    if let Some(newest) = newest.filter(|_| !response.headers().contains_key(POSITION)) {
        let newest = HeaderValue::from(newest);
        response.headers_mut().insert(POSITION, newest);
    }
    response
}

async fn wait(api: &Api, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(position) = borne(headers)? else {
        return Ok(());
    };
    if api.service().engine().published().size() > position {
        return Ok(());
    }
    let mut growth = api.growth();
    let there = growth.wait_for(|size| *size > position);
    match tokio::time::timeout(api.settings().patience, there).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(ServiceError::Engine(EngineError::NotYet { position }).into()),
    }
}

/// The position that a request bears.
fn borne(headers: &HeaderMap) -> Result<Option<u64>, ServiceError> {
    let Some(value) = headers.get(POSITION) else {
        return Ok(None);
    };
    let position = value.to_str().ok().and_then(|text| text.parse().ok());
    position.map(Some).ok_or_else(|| {
        ServiceError::Malformed("`Holdpoint-Position` is not the position of an entry".to_owned())
    })
}
