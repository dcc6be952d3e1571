//! The HTTP face: the API, and the ledger as a C2SP tiled log that other people's tools read unchanged.
//!
//! It holds no rules: a route reads the request, calls the service, and writes down what it answers. Routes are
//! rows of one list (`routes::ROUTES`), from which the router, the OpenAPI document and the tests of who may do
//! what are made.
//!
//! Pages are a router of somebody else's, given with [`Options`]. What they need of a request they find in its
//! extensions: a [`Session`](holdpoint_service::Session) if somebody is signed in, the peer's `IpAddr` if known. An
//! answer of theirs with a [`NewSession`](holdpoint_service::NewSession) or a
//! [`SignedOut`](holdpoint_service::SignedOut) in its extensions sets or clears the cookie, which nobody else knows of.
//! Where nobody can be signed in, a request bears [`Overheard`](holdpoint_service::Overheard).
#![allow(
    clippy::result_large_err,
    reason = "a problem is made when something is wrong, and then once"
)]

mod actor;
mod api;
mod cookies;
mod extract;
mod fleet;
mod growth;
mod layers;
mod metrics;
mod openapi;
mod peer;
mod problem;
mod refusals;
mod route;
mod routes;
mod serve;

pub use api::{Api, Settings, router};
pub use cookies::Cookies;
pub use fleet::FleetSecret;
pub use openapi::openapi;
pub use problem::Problem;
pub use refusals::PAGES;
pub use route::{Access, RouteRow, rows};
pub use serve::{Options, ServeError, serve};
