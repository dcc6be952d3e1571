//! What the routes have in common.

use std::sync::Arc;

use axum::Router;
use holdpoint_service::{Service, ServiceError};

use crate::problem::Problem;
use crate::routes;

/// What every route needs.
#[derive(Clone)]
pub struct Api {
    service: Arc<Service>,
    open_ledger: bool,
}

impl Api {
    /// The API of a service. An open ledger lets anybody read entries; else only tree hashes and checkpoints
    /// are open.
    #[must_use]
    pub fn new(service: Arc<Service>, open_ledger: bool) -> Self {
        Self {
            service,
            open_ledger,
        }
    }

    /// Whether anybody may read entries.
    pub(crate) fn open_ledger(&self) -> bool {
        self.open_ledger
    }

    /// Calls the service on a thread that may block.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Service) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, Problem> {
        let service = Arc::clone(&self.service);
        match tokio::task::spawn_blocking(move || call(&service)).await {
            Ok(answer) => answer.map_err(Problem::from),
            Err(_) => Err(Problem::internal()),
        }
    }
}

/// All routes, with the pages behind them, if there are any.
pub fn router(api: Api, pages: Option<Router>) -> Router {
    let routes = routes::all().with_state(api);
    match pages {
        Some(pages) => routes.fallback_service(pages),
        None => routes.fallback(|| async { Problem::not_found() }),
    }
}
