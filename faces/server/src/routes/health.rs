//! What those ask who run the server: whether it lives, whether it answers, what it measures.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::access::Permission;
use holdpoint_service::ServiceError;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/healthz",
        name: "health",
        summary: "Whether the process lives.",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(async || "ok\n"),
        describe: |operation| operation.text("It does."),
    },
    Route {
        method: "get",
        path: "/readyz",
        name: "ready",
        summary: "Whether it can answer: ledger and vault are read, and nobody has asked it to stop.",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(ready),
        describe: |operation| operation.text("It can."),
    },
    Route {
        method: "get",
        path: "/metrics",
        name: "metrics",
        summary: "Measurements in Prometheus' text format.",
        access: Access::Ledger,
        class: Class::Quick,
        handler: || get(metrics),
        describe: |operation| operation.text("The measurements.").refuses(&[401, 409]),
    },
];

async fn ready(State(api): State<Api>) -> Result<Response, Problem> {
    if *api.stopped().borrow() {
        return Err(Problem::busy());
    }
    let look = api.call(|service| {
        service.vault().find("somebody")?;
        service.engine().ready().map_err(ServiceError::from)
    });
    match look.await {
        Ok(_) => Ok("ready\n".into_response()),
        Err(_) => Err(Problem::busy()),
    }
}

async fn metrics(
    State(api): State<Api>,
    asking: Result<Asking, Problem>,
) -> Result<Response, Problem> {
    if !api.settings().open_ledger {
        api.may(&asking?.0, Permission::Read).await?;
    }
    let text = api.metrics().text(api.service().engine());
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}
