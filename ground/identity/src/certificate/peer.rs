//! Who is at the other end of a connection, as their certificate says.

use rustls::pki_types::CertificateDer;
use thiserror::Error;
use x509_cert::der::oid::db::rfc5280::ID_KP_CLIENT_AUTH;

use super::{Parsed, Serial, Span};
use crate::key::PublicKey;
use crate::{AgentId, TrustDomain};

/// An agent, by its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    agent: AgentId,
    serial: Serial,
    key: PublicKey,
    span: Span,
}

/// Why a certificate says nothing of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PeerMistake {
    /// It cannot be read.
    #[error("the certificate cannot be read")]
    Unreadable,
    /// It is not for logging in, or for other things as well.
    #[error("the certificate is not one for agents to log in with")]
    Purpose,
    /// Nobody's, or somebody's from elsewhere.
    #[error("the certificate is of no agent of this trust domain")]
    Nobody,
    /// Its key or its serial number is none that is given here.
    #[error("the certificate has a key or a serial number that no certificate of an agent has")]
    Foreign,
}

impl Peer {
    /// The agent of this certificate. That an authority signed it and that it counts now has to be known from elsewhere: from
    /// a connection that was made, or from having issued it.
    ///
    /// # Errors
    /// Says why it is none of an agent of this domain.
    pub fn of(certificate: &CertificateDer<'_>, domain: &TrustDomain) -> Result<Self, PeerMistake> {
        let parsed = Parsed::read(certificate).ok_or(PeerMistake::Unreadable)?;
        if !parsed.is_only_for(ID_KP_CLIENT_AUTH) {
            return Err(PeerMistake::Purpose);
        }
        let agent = parsed
            .uri()
            .and_then(|uri| AgentId::of_spiffe(&uri, domain));
        Ok(Self {
            agent: agent.ok_or(PeerMistake::Nobody)?,
            serial: parsed.serial().ok_or(PeerMistake::Foreign)?,
            key: parsed.key().ok_or(PeerMistake::Foreign)?,
            span: parsed.span(),
        })
    }

    /// Who it is.
    #[must_use]
    pub fn agent(&self) -> &AgentId {
        &self.agent
    }

    /// The serial number of its certificate.
    #[must_use]
    pub fn serial(&self) -> Serial {
        self.serial
    }

    /// The key of its certificate.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Until when its certificate counts, in seconds since the epoch: a connection that stays open longer has to be
    /// closed then by whoever holds it.
    #[must_use]
    pub fn ends(&self) -> i64 {
        self.span.ends
    }

    /// From when on it should have another certificate: when two thirds of this one's time are over.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.span.due()
    }
}
