//! The agent's side.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;

use super::pinned::PinnedVerifier;
use super::{TlsTrouble, provider, store, trouble};
use crate::{Credentials, Pin};

type Builder = rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert>;

/// For an agent that nobody knows yet: it shows no certificate, and believes a server only whose certificate was signed by
/// the authority of that pin. So its secret goes to nobody else.
///
/// # Errors
/// When TLS 1.3 cannot be set up.
pub fn enrolling_config(
    pin: Pin,
    clock: Arc<dyn TimeProvider>,
) -> Result<ClientConfig, TlsTrouble> {
    let verifier = PinnedVerifier::new(pin, provider());
    let builder = builder(Arc::new(verifier), clock)?;
    Ok(closed(builder.with_no_client_auth()))
}

/// For an agent that has a certificate: it believes servers that its roots vouch for, and nobody else.
///
/// # Errors
/// When there is no root.
pub fn agent_config(
    credentials: &Credentials,
    clock: Arc<dyn TimeProvider>,
) -> Result<ClientConfig, TlsTrouble> {
    let roots = store(credentials.roots()).map_err(trouble)?;
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider()).build();
    let builder = builder(verifier.map_err(trouble)?, clock)?;
    let config = builder.with_client_auth_cert(credentials.chain(), credentials.key());
    config.map(closed).map_err(trouble)
}

fn builder(
    verifier: Arc<dyn ServerCertVerifier>,
    clock: Arc<dyn TimeProvider>,
) -> Result<Builder, TlsTrouble> {
    let builder = ClientConfig::builder_with_details(provider(), clock);
    let builder = builder.with_protocol_versions(&[&TLS13]).map_err(trouble)?;
    // The verifiers are webpki's; what is dangerous would be one that looks at nothing.
    let builder = builder.dangerous();
    Ok(builder.with_custom_certificate_verifier(verifier))
}

fn closed(mut config: ClientConfig) -> ClientConfig {
    config.resumption = Resumption::disabled();
    config
}
