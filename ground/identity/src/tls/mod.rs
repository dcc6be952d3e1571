//! Configurations of rustls: TLS 1.3 (RFC 8446) only, and sessions are never resumed.
//!
//! A session that is resumed is not verified again: an agent that was revoked, or whose certificate has expired, would go on as
//! long as it has a ticket. A handshake costs an agent a millisecond, and it makes few.

mod client;
mod pinned;
mod server;
mod verifier;

pub use client::{agent_config, enrolling_config};
pub use server::{Admission, Listener, peer};
pub use verifier::Revoked;

pub(crate) use verifier::verify_agent;

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use thiserror::Error;

use crate::certificate::Root;

/// Why there is no such configuration.
#[derive(Debug, Error)]
#[error("TLS cannot be set up: {0}")]
pub struct TlsTrouble(String);

fn trouble(error: impl std::fmt::Display) -> TlsTrouble {
    TlsTrouble(error.to_string())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn store(roots: &[Root]) -> Result<Arc<RootCertStore>, rustls::Error> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(root.der().clone())?;
    }
    Ok(Arc::new(store))
}
