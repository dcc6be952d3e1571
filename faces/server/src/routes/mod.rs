//! The routes, a file each.

mod accounts;
mod audit;
mod blobs;
mod commands;
mod comments;
mod ledger;
mod me;
mod personal;
mod plan;
mod position;
mod query;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};

use crate::api::Api;

/// How large a request may be, in bytes: a command has one entry of at most 64 KiB, or many of them.
const LARGEST_REQUEST: usize = 8 * 1024 * 1024;

/// All routes.
pub(crate) fn all() -> Router<Api> {
    Router::new()
        .route("/ledger/checkpoint", get(ledger::checkpoint))
        .route("/ledger/tile/{*path}", get(ledger::tile))
        .route("/api/v1/commands", post(commands::submit))
        .route("/api/v1/query/{name}", get(query::ask))
        .route("/api/v1/plan", post(plan::show))
        .route("/api/v1/audit/verify", get(audit::verify))
        .route("/api/v1/audit/replay", get(audit::replay))
        .route("/api/v1/audit/export", get(audit::export))
        .route("/api/v1/accounts", post(accounts::change))
        .route(
            "/api/v1/comments/{comment}/attachments/{index}",
            get(comments::attachment),
        )
        .route("/api/v1/personal", post(personal::change))
        .route("/api/v1/me", get(me::show))
        .route("/api/v1/openapi.json", get(openapi))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .route("/api/v1/blobs", put(blobs::put))
        .route("/api/v1/blobs/{digest}", get(blobs::get))
}

async fn openapi() -> axum::Json<serde_json::Value> {
    axum::Json(crate::openapi())
}
