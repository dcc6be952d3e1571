//! The routes, a file each. A new one is a row in the file's list, and that list a line here; then the tests ask
//! who may use it.

mod accounts;
mod audit;
mod batch;
mod blobs;
mod calendars;
mod commands;
mod comments;
mod enrol;
mod health;
mod hooks;
mod ledger;
mod me;
mod personal;
mod plan;
mod query;
pub(crate) mod scim;
mod sessions;
mod sign_on;
mod stream;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::api::Api;
use crate::layers;
use crate::openapi;
use crate::route::{Access, Class, LARGEST_REQUEST, Route};

/// All of them.
pub(crate) const ROUTES: &[&[Route]] = &[
    commands::ROUTES,
    batch::ROUTES,
    query::ROUTES,
    stream::ROUTES,
    plan::ROUTES,
    hooks::ROUTES,
    blobs::ROUTES,
    calendars::ROUTES,
    comments::ROUTES,
    audit::ROUTES,
    accounts::ROUTES,
    enrol::ROUTES,
    sessions::ROUTES,
    sign_on::ROUTES,
    personal::ROUTES,
    me::ROUTES,
    scim::ROUTES,
    ledger::ROUTES,
    health::ROUTES,
    DOCUMENT,
];

const DOCUMENT: &[Route] = &[Route {
    method: "get",
    path: "/api/v1/openapi.json",
    name: "openapi",
    summary: "This document.",
    access: Access::Open,
    class: Class::Quick,
    handler: || get(async || ([(CONTENT_TYPE, "application/json")], openapi::text())),
    describe: |operation| {
        operation.answers("The document.", serde_json::json!({ "type": "object" }))
    },
}];

/// The router of all of them.
pub(crate) fn all(api: &Api) -> Router<Api> {
    let mut all = Router::new();
    for route in ROUTES.iter().copied().flatten() {
        let around = from_fn_with_state((api.clone(), route), layers::around::limited);
        let mut handler = (route.handler)().layer(around);
        if route.class != Class::Long {
            handler = handler.layer(DefaultBodyLimit::max(LARGEST_REQUEST));
        }
        all = all.route(route.path, handler);
    }
    all
}
