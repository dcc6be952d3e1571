//! `POST /api/v1/accounts`.

use axum::Json;
use axum::extract::State;
use holdpoint_service::AccountRequest;
use serde_json::Value;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn change(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(request): Json<AccountRequest>,
) -> Result<Json<Value>, Problem> {
    api.call(move |service| service.account(&actor, request))
        .await
        .map(Json)
}
