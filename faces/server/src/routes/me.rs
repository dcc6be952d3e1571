//! `GET /api/v1/me`.

use axum::Json;
use axum::extract::State;
use holdpoint_service::ActorRef;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn show(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<Json<ActorRef>, Problem> {
    api.call(move |service| Ok(service.names().actor(&actor)))
        .await
        .map(Json)
}
