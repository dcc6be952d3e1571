//! `POST /api/v1/personal`.

use axum::Json;
use axum::extract::State;
use holdpoint_service::PersonalRequest;
use serde_json::Value;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn change(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(request): Json<PersonalRequest>,
) -> Result<Json<Value>, Problem> {
    api.call(move |service| service.personal(&actor, &request))
        .await
        .map(Json)
}
