//! Who the server is.

use std::fmt;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::certificate::Span;
use crate::key::KeyPair;
use crate::pem;

/// The key and the certificates that a server shows to agents.
pub struct ServerIdentity {
    key: KeyPair,
    chain: Vec<CertificateDer<'static>>,
    span: Span,
}

impl ServerIdentity {
    pub(super) fn new(key: KeyPair, chain: Vec<CertificateDer<'static>>, span: Span) -> Self {
        Self { key, chain, span }
    }

    /// From when on it should have another certificate, in seconds since the epoch: when two thirds of this one's time
    /// are over.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.span.due()
    }

    /// Until when it counts, in seconds since the epoch.
    #[must_use]
    pub fn ends(&self) -> i64 {
        self.span.ends
    }

    /// Its own certificate first, then those above it.
    #[must_use]
    pub fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    /// The same in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        let all = self
            .chain
            .iter()
            .map(|one| pem::write(pem::CERTIFICATE, one));
        pem::join(&all.collect::<Vec<_>>()).to_string()
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::Pkcs8(self.key.for_tls())
    }
}

impl fmt::Debug for ServerIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerIdentity")
            .field("key", &self.key)
            .field("span", &self.span)
            .finish_non_exhaustive()
    }
}
