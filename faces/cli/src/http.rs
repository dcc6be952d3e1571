//! The HTTP client: rustls with ring.

use reqwest::blocking::{Client, ClientBuilder};

/// A client that is still to be told about time limits and the like.
pub(crate) fn builder() -> ClientBuilder {
    // It fails only when it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
}
