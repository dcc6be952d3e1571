//! Counts every request, with its route, its status, and how long it took.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::api::Api;

/// The route that answered.
#[derive(Clone, Copy)]
pub(super) struct Named(pub(super) &'static str);

pub(crate) async fn counted(State(api): State<Api>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let counted = api.metrics().begin();
    let response = next.run(request).await;
    let route = response.extensions().get::<Named>();
    let route = route.map_or("page", |named| named.0);
    counted.end(route, response.status().as_u16(), begun.elapsed());
    response
}
