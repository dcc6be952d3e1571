//! A request for a certificate: PKCS #10 (RFC 2986).
//!
//! Nothing of it counts but the public key, and that whoever asks has the private one. Names, extensions and everything
//! else that it asks for is passed over: who an agent is, the server knows from the secret or the certificate that it came
//! with.

use thiserror::Error;
use x509_cert::der::asn1::{BitString, SetOfVec};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::name::Name;
use x509_cert::request::{CertReq, CertReqInfo, Version};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::draft::{SignFailure, algorithm};
use crate::key::{KeyPair, PublicKey};
use crate::pem;

/// Largest request that is read, in bytes of its text; those of here have some five hundred.
const LARGEST: usize = 8 * 1024;

/// A request that was read: whoever made it has the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    key: PublicKey,
}

/// Why a text is no request that a certificate is issued for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestMistake {
    /// It is too large to be looked at.
    #[error("the request for a certificate is longer than {LARGEST} bytes")]
    Large,
    /// It cannot be read.
    #[error("the request for a certificate (`CERTIFICATE REQUEST` in PEM) cannot be read: {0}")]
    Unreadable(String),
    /// The key is of another kind.
    #[error("the key of the request is not of the curve P-256, which keys of agents are of")]
    Key,
    /// It is not signed by its own key.
    #[error(
        "the request is not signed by its own key with ECDSA and SHA-256: whoever sent it may not have the key"
    )]
    Signature,
}

impl Request {
    /// Reads a request in PEM, and verifies that it is signed by the key that it asks for.
    ///
    /// # Errors
    /// Says why no certificate is issued for it.
    pub fn read(text: &str) -> Result<Self, RequestMistake> {
        if text.len() > LARGEST {
            return Err(RequestMistake::Large);
        }
        let unreadable = |why: &str| RequestMistake::Unreadable(why.to_owned());
        let parts = pem::read(text).map_err(RequestMistake::Unreadable)?;
        let [pem::Part::Request(der)] = parts.as_slice() else {
            return Err(unreadable("one request and nothing else was expected"));
        };
        let asked = CertReq::from_der(der).map_err(|error| unreadable(&error.to_string()))?;
        let again = |error: x509_cert::der::Error| unreadable(&error.to_string());
        let spki = asked.info.public_key.to_der().map_err(again)?;
        let key = PublicKey::from_spki(&spki).ok_or(RequestMistake::Key)?;
        let message = asked.info.to_der().map_err(again)?;
        let signature = asked.signature.as_bytes().unwrap_or_default();
        match asked.algorithm == algorithm() && key.verifies(&message, signature) {
            true => Ok(Self { key }),
            false => Err(RequestMistake::Signature),
        }
    }

    /// A request for a key, in PEM, as an agent sends it.
    ///
    /// # Errors
    /// When the system gives no randomness to sign with.
    pub fn write(key: &KeyPair) -> Result<String, SignFailure> {
        let info = CertReqInfo {
            version: Version::V1,
            subject: Name::default(),
            public_key: SubjectPublicKeyInfoOwned::from_der(&key.public().spki())?,
            attributes: SetOfVec::new(),
        };
        let signature = BitString::from_bytes(&key.sign(&info.to_der()?)?)?;
        let asked = CertReq {
            info,
            algorithm: algorithm(),
            signature,
        };
        Ok(pem::write(pem::REQUEST, &asked.to_der()?).to_string())
    }

    /// The key that is asked for.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }
}
