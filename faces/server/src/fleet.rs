//! What the other servers on the same ledger ask: they pass commands on, and want to know what was signed here.
//!
//! They prove themselves with a secret that all of them have, and are believed about who asks.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use holdpoint_ledger::Hash;
use holdpoint_service::Service;

use crate::problem::Problem;

/// What all servers on a ledger have and nobody else.
#[derive(Clone)]
pub struct FleetSecret(Hash);

impl FleetSecret {
    /// The secret; only its hash is kept.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self(Hash::of(secret.as_bytes()))
    }

    /// Whether it is the same, without telling by the time how much of it is.
    fn is(&self, presented: &str) -> bool {
        let presented = Hash::of(presented.as_bytes());
        let pairs = self.0.0.iter().zip(&presented.0);
        pairs.fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

impl std::fmt::Debug for FleetSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FleetSecret(..)")
    }
}

/// Requests that are passed on together, in bytes.
const MOST: usize = 256 * 1024 * 1024;

/// The routes of the other servers.
pub(crate) fn router(service: &Arc<Service>, secret: &FleetSecret) -> Router {
    Router::new()
        .route("/fleet/requests", post(requests))
        .route("/fleet/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(MOST))
        .layer(from_fn_with_state(secret.clone(), known))
        .with_state(Arc::clone(service))
}

/// Lets nobody in but the other servers.
async fn known(State(secret): State<FleetSecret>, request: Request, next: Next) -> Response {
    let presented = request.headers().get(AUTHORIZATION);
    let presented = presented.and_then(|value| value.to_str().ok());
    let presented = presented.and_then(|value| value.strip_prefix("Bearer "));
    if presented.is_some_and(|presented| secret.is(presented)) {
        return next.run(request).await;
    }
    let title = "the secret of the servers on this ledger is another one";
    Problem::new(StatusCode::UNAUTHORIZED, "fleet-secret", title).into_response()
}

async fn requests(State(service): State<Arc<Service>>, body: Bytes) -> Response {
    let take = move || service.engine().take(&body);
    match tokio::task::spawn_blocking(take).await {
        Ok(Ok(replies)) => replies.into_response(),
        Ok(Err(error)) => Problem::input("fleet", error.to_string()).into_response(),
        Err(_) => Problem::internal().into_response(),
    }
}

async fn checkpoint(State(service): State<Arc<Service>>) -> Response {
    match service.engine().checkpoint() {
        Some(note) => note.into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::FleetSecret;

    #[test]
    fn a_secret_is_itself_alone_and_never_shown() {
        let secret = FleetSecret::new("open sesame");
        assert!(secret.is("open sesame"));
        for other in ["", "open sesam", "open sesamf", "open sesame "] {
            assert!(!secret.is(other), "{other}");
        }
        assert_eq!(format!("{secret:?}"), "FleetSecret(..)");
    }
}
