//! What all pages are served from.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use holdpoint_service::Service;

use crate::{assets, pages};

/// What every page needs.
#[derive(Clone)]
pub struct Site {
    pub(crate) service: Arc<Service>,
}

impl Site {
    /// The pages of a service.
    #[must_use]
    pub fn new(service: Arc<Service>) -> Self {
        Self { service }
    }
}

/// All pages. What is not found is answered with a page that says so.
pub fn router(site: Site) -> Router {
    pages::all()
        .route("/assets/{name}", get(assets::get))
        .with_state(site)
}
