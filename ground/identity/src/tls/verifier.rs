//! Whether whoever connects is an agent that may.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use super::{Admission, TlsTrouble, provider, store, trouble};
use crate::certificate::{Peer, Root, Serial};
use crate::{AgentId, TrustDomain};

/// Whether the certificate of that serial number, or its agent altogether, counts no more.
pub type Revoked = Arc<dyn Fn(&AgentId, Serial) -> bool + Send + Sync>;

/// Signature, time and purpose are looked at by webpki (RFC 5280, section 6); what is an agent's certificate, and whether
/// it is revoked, here.
pub(super) struct AgentVerifier {
    chain: Arc<dyn ClientCertVerifier>,
    domain: TrustDomain,
    revoked: Revoked,
}

impl AgentVerifier {
    pub(super) fn new(
        roots: &[Root],
        admission: Admission,
        revoked: Revoked,
    ) -> Result<Self, TlsTrouble> {
        let domain = roots.first().map(Root::domain).cloned();
        let domain = domain.ok_or_else(|| trouble("there is no root"))?;
        let chain = chain(roots, admission)?;
        Ok(Self {
            chain,
            domain,
            revoked,
        })
    }

    fn admit(&self, certificate: &CertificateDer<'_>) -> Result<(), CertificateError> {
        let peer = Peer::of(certificate, &self.domain);
        let peer = peer.map_err(|_| CertificateError::ApplicationVerificationFailure)?;
        match (self.revoked)(peer.agent(), peer.serial()) {
            true => Err(CertificateError::Revoked),
            false => Ok(()),
        }
    }
}

fn chain(roots: &[Root], admission: Admission) -> Result<Arc<dyn ClientCertVerifier>, TlsTrouble> {
    let store = store(roots).map_err(trouble)?;
    let builder = WebPkiClientVerifier::builder_with_provider(store, provider());
    let builder = match admission {
        Admission::Agents => builder,
        Admission::Anybody => builder.allow_unauthenticated(),
    };
    builder.build().map_err(trouble)
}

/// Whether a certificate is an agent's that one of these roots vouches for at that moment.
pub(crate) fn verify_agent(
    certificate: &CertificateDer<'_>,
    roots: &[Root],
    now: i64,
) -> Result<(), String> {
    let chain = chain(roots, Admission::Agents).map_err(|error| error.to_string())?;
    let since = std::time::Duration::from_secs(u64::try_from(now).unwrap_or_default());
    let now = UnixTime::since_unix_epoch(since);
    let verified = chain.verify_client_cert(certificate, &[], now);
    verified.map(drop).map_err(|error| error.to_string())
}

impl ClientCertVerifier for AgentVerifier {
    fn offer_client_auth(&self) -> bool {
        self.chain.offer_client_auth()
    }

    fn client_auth_mandatory(&self) -> bool {
        self.chain.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.chain.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let verified = self.chain.verify_client_cert(own, others, now)?;
        self.admit(own)?;
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let chain = &self.chain;
        chain.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let chain = &self.chain;
        chain.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}

impl fmt::Debug for AgentVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentVerifier")
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}
