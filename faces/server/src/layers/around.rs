//! Room and time for a route: what does not fit is told to come again.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::OwnedSemaphorePermit;

use super::observe::Named;
use crate::api::Api;
use crate::problem::Problem;
use crate::route::Route;

/// Room that is taken as long as somebody has this: an answer that goes on after its head keeps it.
#[derive(Clone)]
pub(crate) struct Permit(
    #[expect(dead_code, reason = "it counts by being there")] Arc<OwnedSemaphorePermit>,
);

pub(crate) async fn limited(
    State((api, route)): State<(Api, &'static Route)>,
    mut request: Request,
    next: Next,
) -> Response {
    let mut response = match Arc::clone(api.room(route.class)).try_acquire_owned() {
        Err(_) => Problem::busy().into_response(),
        Ok(permit) => {
            request.extensions_mut().insert(Permit(Arc::new(permit)));
            match route.class.patience() {
                None => next.run(request).await,
                Some(patience) => tokio::time::timeout(patience, next.run(request))
                    .await
                    .unwrap_or_else(|_| Problem::late().into_response()),
            }
        }
    };
    response.extensions_mut().insert(Named(route.name));
    response
}
