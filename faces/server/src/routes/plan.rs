//! `POST /api/v1/plan`.

use axum::extract::State;
use axum::routing::post;
use holdpoint_domain::access::Permission;
use holdpoint_service::{ConfigurationFile, PlanView, Undo, Wanted};
use serde_json::json;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Json;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/plan",
    name: "plan",
    summary: "What a configuration, an import or an undoing would change. Nothing is changed.",
    access: Access::May(Permission::Read),
    class: Class::Quick,
    handler: || post(show),
    describe: |operation| {
        let wanted = json!({
            "type": "object", "minProperties": 1, "maxProperties": 1,
            "properties": {
                "configuration": schema::<ConfigurationFile>(),
                "changes": { "type": "array", "items": { "type": "object" } },
                "import": { "type": "object" },
                "undo": schema::<Undo>()
            },
            "additionalProperties": false
        });
        operation
            .body(wanted)
            .answers("What would change.", schema::<PlanView>())
            .refuses(&[404, 409])
    },
}];

async fn show(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(wanted): Json<Wanted>,
) -> Result<axum::Json<PlanView>, Problem> {
    api.call(move |service| service.plan(&actor, &wanted))
        .await
        .map(axum::Json)
}
