//! `POST /api/v1/personal`.

use axum::extract::State;
use axum::routing::post;
use holdpoint_service::PersonalRequest;
use serde_json::{Value, json};

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Json;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/personal",
    name: "personal",
    summary: "Change settings, saved views, and what was seen of the inbox. Changes the vault only.",
    access: Access::Known,
    class: Class::Quick,
    handler: || post(change),
    describe: |operation| {
        operation
            .body(schema::<PersonalRequest>())
            .answers("Done.", json!({ "type": "object" }))
            .refuses(&[404, 409])
    },
}];

async fn change(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(request): Json<PersonalRequest>,
) -> Result<axum::Json<Value>, Problem> {
    api.call(move |service| service.personal(&actor, &request))
        .await
        .map(axum::Json)
}
