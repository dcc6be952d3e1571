//! The server's side.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use rustls::server::NoServerSessionStorage;
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;

use super::verifier::{AgentVerifier, Revoked};
use super::{TlsTrouble, provider, trouble};
use crate::certificate::{Peer, PeerMistake, Root};
use crate::{ServerIdentity, TrustDomain};

/// Who may connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Agents only.
    Agents,
    /// Whoever shows no certificate as well, so that they can be enrolled; one that does not count is refused here, too.
    Anybody,
}

/// Whom a server believes. It is made anew, and so is the configuration, whenever the roots or the server's own
/// certificate have changed; connections that there are go on.
pub struct Listener {
    /// All roots that are trusted: [`Authority::roots`](crate::Authority::roots).
    pub roots: Vec<Root>,
    /// Who may connect.
    pub admission: Admission,
    /// Who may not any more: asked in each handshake, so it has to be quick.
    pub revoked: Revoked,
    /// What time it is.
    pub clock: Arc<dyn TimeProvider>,
}

impl Listener {
    /// The configuration for a server that shows this certificate. The caller says which protocols are spoken
    /// (`alpn_protocols`).
    ///
    /// # Errors
    /// When there is no root.
    pub fn config(&self, identity: &ServerIdentity) -> Result<ServerConfig, TlsTrouble> {
        let verifier = AgentVerifier::new(&self.roots, self.admission, Arc::clone(&self.revoked))?;
        let clock = Arc::clone(&self.clock);
        let config = ServerConfig::builder_with_details(provider(), clock)
            .with_protocol_versions(&[&TLS13])
            .map_err(trouble)?
            .with_client_cert_verifier(Arc::new(verifier))
            .with_single_cert(identity.chain().to_vec(), identity.key());
        let mut config = config.map_err(trouble)?;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

/// Who is at the other end of a connection that was made, by what `peer_certificates` says of it: nobody who is known, if
/// there are none.
///
/// # Errors
/// Cannot happen after a handshake with a configuration of here: it has looked at the same.
pub fn peer(
    presented: Option<&[CertificateDer<'_>]>,
    domain: &TrustDomain,
) -> Result<Option<Peer>, PeerMistake> {
    let own = presented.and_then(<[_]>::first);
    own.map(|own| Peer::of(own, domain)).transpose()
}
