//! `POST /api/v1/plan`.

use axum::Json;
use axum::extract::State;
use holdpoint_service::{PlanView, Wanted};

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn show(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(wanted): Json<Wanted>,
) -> Result<Json<PlanView>, Problem> {
    api.call(move |service| service.plan(&actor, &wanted))
        .await
        .map(Json)
}
