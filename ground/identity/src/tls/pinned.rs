//! Believing a server whose authority is known by its pin alone.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::store;
use crate::Pin;
use crate::certificate::Root;

/// Most certificates that are looked through for the one with the pin: a server of here shows four at most.
const MOST: usize = 16;

/// Looks for the authority's certificate among those that the server shows, and from there on verifies as always: name,
/// time, purpose and signatures.
pub(super) struct PinnedVerifier {
    pin: Pin,
    provider: Arc<CryptoProvider>,
}

impl PinnedVerifier {
    pub(super) fn new(pin: Pin, provider: Arc<CryptoProvider>) -> Self {
        Self { pin, provider }
    }

    /// The authority's certificate, which has to be whole, signed by itself, and to count now.
    fn root(&self, shown: &[CertificateDer<'_>], now: UnixTime) -> Option<Root> {
        let now = i64::try_from(now.as_secs()).ok()?;
        let roots = shown.iter().take(MOST).map(|one| Root::read(one));
        let mut roots = roots.filter_map(Result::ok);
        roots.find(|root| root.pin() == self.pin && root.span().holds(now))
    }
}

impl ServerCertVerifier for PinnedVerifier {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let root = self
            .root(others, now)
            .ok_or(CertificateError::UnknownIssuer)?;
        let provider = Arc::clone(&self.provider);
        let builder = WebPkiServerVerifier::builder_with_provider(store(&[root])?, provider);
        let verifier = builder
            .build()
            .map_err(|error| Error::General(error.to_string()))?;
        verifier.verify_server_cert(own, others, name, stapled, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

impl fmt::Debug for PinnedVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PinnedVerifier({})", self.pin)
    }
}
