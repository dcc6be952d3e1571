//! `POST /api/v1/accounts`.

use axum::extract::State;
use axum::routing::post;
use holdpoint_service::AccountRequest;
use serde_json::{Value, json};

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Json;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/accounts",
    name: "account",
    summary: "Let people in, issue and revoke tokens, map system users. The ledger says that it was done.",
    access: Access::Known,
    class: Class::Quick,
    handler: || post(change),
    describe: |operation| {
        operation
            .body(schema::<AccountRequest>())
            .answers(
                "Done; a new token or enrolment is told here and never again.",
                json!({ "type": "object" }),
            )
            .refuses(&[404, 409])
    },
}];

async fn change(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(request): Json<AccountRequest>,
) -> Result<axum::Json<Value>, Problem> {
    api.call(move |service| service.account(&actor, request))
        .await
        .map(axum::Json)
}
