//! The HTTP face: the API, and the ledger as a C2SP tiled log that other people's tools read unchanged.
//!
//! It holds no rules: a route reads the request, calls the service on a thread that may block, and writes down
//! what it answers.

mod actor;
mod api;
mod openapi;
mod peer;
mod problem;
mod routes;
mod serve;

pub use api::{Api, router};
pub use openapi::openapi;
pub use problem::Problem;
pub use serve::{Options, ServeError, serve};
