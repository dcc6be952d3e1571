//! `GET /api/v1/me`.

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use holdpoint_service::ActorRef;

use crate::actor::Asking;
use crate::api::Api;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "get",
    path: "/api/v1/me",
    name: "me",
    summary: "Who asks.",
    access: Access::Known,
    class: Class::Quick,
    handler: || get(show),
    describe: |operation| operation.answers("Who asks.", schema::<ActorRef>()),
}];

async fn show(State(api): State<Api>, Asking(actor): Asking) -> Result<Json<ActorRef>, Problem> {
    api.call(move |service| Ok(service.names().actor(&actor)))
        .await
        .map(Json)
}
