//! What the routes have in common.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::Actor;
use holdpoint_domain::access::Permission;
use holdpoint_logs::{Log, RequestId};
use holdpoint_service::{Service, ServiceError};
use holdpoint_traces::carry;
use tokio::sync::{Semaphore, watch};
use tower::Service as _;

use crate::cookies::Cookies;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::route::Class;
use crate::{growth, layers, routes};

/// How the API is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether anybody may read entries and measurements; else only tree hashes and checkpoints are open.
    pub open_ledger: bool,
    /// How browsers keep their sessions.
    pub cookies: Cookies,
    /// The address by which people reach it, if a proxy stands before it: then the proxy says who its peers are.
    pub public_url: Option<String>,
    /// How long a request waits for the entry that it has to see.
    pub patience: Duration,
    /// Where it says what it does.
    pub log: Log,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            open_ledger: false,
            cookies: Cookies::Off,
            public_url: None,
            patience: Duration::from_secs(10),
            log: Log::default(),
        }
    }
}

/// What every route needs.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

struct Inner {
    service: Arc<Service>,
    settings: Settings,
    metrics: Arc<Metrics>,
    growth: watch::Receiver<u64>,
    stopped: watch::Receiver<bool>,
    quick: Arc<Semaphore>,
    long: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl Api {
    /// The API of a service. `stopped` says when to end: answers that would go on for ever end then.
    #[must_use]
    pub fn new(service: Arc<Service>, settings: Settings, stopped: watch::Receiver<bool>) -> Self {
        let growth = growth::watch(service.engine());
        let room = |class: Class| Arc::new(Semaphore::new(class.room()));
        Self(Arc::new(Inner {
            service,
            settings,
            metrics: Arc::default(),
            growth,
            stopped,
            quick: room(Class::Quick),
            long: room(Class::Long),
            streams: room(Class::Stream),
        }))
    }

    /// The same with other settings: measurements and room are shared.
    #[must_use]
    pub(crate) fn with(&self, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            settings,
            service: Arc::clone(&self.0.service),
            metrics: Arc::clone(&self.0.metrics),
            growth: self.0.growth.clone(),
            stopped: self.0.stopped.clone(),
            quick: Arc::clone(&self.0.quick),
            long: Arc::clone(&self.0.long),
            streams: Arc::clone(&self.0.streams),
        }))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.settings.log
    }

    /// An id for a request.
    pub(crate) fn request_id(&self) -> RequestId {
        let mut random = [0; 8];
        // Without randomness all have the same, and the rest of the line still tells them apart.
        let _ = getrandom::fill(&mut random);
        RequestId::new(random)
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// How many entries there are, and when there are more.
    pub(crate) fn growth(&self) -> watch::Receiver<u64> {
        self.0.growth.clone()
    }

    /// Whether it is time to end.
    pub(crate) fn stopped(&self) -> watch::Receiver<bool> {
        self.0.stopped.clone()
    }

    /// Room for requests of a class.
    pub(crate) fn room(&self, class: Class) -> &Arc<Semaphore> {
        match class {
            Class::Quick => &self.0.quick,
            Class::Long => &self.0.long,
            Class::Stream => &self.0.streams,
        }
    }

    /// The service, for calls that do not block.
    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.0.service
    }

    /// Calls the service on a thread that may block.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Service) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, Problem> {
        let service = Arc::clone(&self.0.service);
        let call = carry(move || call(&service));
        match tokio::task::spawn_blocking(call).await {
            Ok(answer) => answer.map_err(Problem::from),
            Err(_) => Err(Problem::internal()),
        }
    }

    /// Checks that the actor has the permission, in whatever scope.
    pub(crate) async fn may(&self, actor: &Actor, permission: Permission) -> Result<(), Problem> {
        let actor = actor.clone();
        self.call(move |service| service.may(&actor, permission))
            .await
    }
}

/// All routes, with the pages behind them, if there are any.
pub fn router(api: &Api, pages: Option<Router>) -> Router {
    let elsewhere = move |request: Request| elsewhere(pages.clone(), request);
    routes::all(api)
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .fallback(elsewhere)
        .layer(from_fn_with_state(api.clone(), layers::position::seen))
        .layer(from_fn(layers::compress::smaller))
        .layer(from_fn_with_state(api.clone(), layers::identity::known))
        .layer(from_fn(layers::scim::spoken))
        .layer(from_fn_with_state(api.clone(), layers::security::hardened))
        .layer(from_fn_with_state(api.clone(), layers::observe::counted))
        .with_state(api.clone())
}

/// What is no route is a page, or nothing.
async fn elsewhere(pages: Option<Router>, request: Request) -> Response {
    let ours = !layers::identity::of_programs(request.uri().path());
    match pages {
        Some(mut pages) if ours => match pages.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        },
        _ => Problem::not_found().into_response(),
    }
}
