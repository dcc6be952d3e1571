//! A certificate before it is signed.

use std::str::FromStr as _;

use rustls::pki_types::CertificateDer;
use thiserror::Error;
use x509_cert::Certificate;
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::asn1::BitString;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{self, Decode as _, Encode as _};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::{Profile, Serial, Span};
use crate::key::{KeyPair, NoRandomness, PublicKey};

/// ECDSA with SHA-256 (RFC 5758, section 3.2), which has no parameters.
pub(crate) const ECDSA_WITH_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// What a certificate is to say.
pub(crate) struct Draft<'a> {
    pub(crate) subject: Name,
    pub(crate) key: &'a PublicKey,
    pub(crate) serial: Serial,
    pub(crate) profile: Profile<'a>,
}

/// Why it cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignFailure {
    /// There was no randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// Something in it cannot be written.
    #[error("the certificate cannot be written: {0}")]
    Encoding(der::Error),
}

impl From<der::Error> for SignFailure {
    fn from(error: der::Error) -> Self {
        Self::Encoding(error)
    }
}

impl Draft<'_> {
    /// The certificate, signed by an authority of that name with that key.
    pub(crate) fn sign(
        self,
        span: Span,
        issuer: Name,
        by: &KeyPair,
    ) -> Result<CertificateDer<'static>, SignFailure> {
        let tbs = self.tbs(span, issuer, by.public())?;
        let signature = by.sign(&tbs.to_der()?)?;
        let certificate = Certificate {
            tbs_certificate: tbs,
            signature_algorithm: algorithm(),
            signature: BitString::from_bytes(&signature)?,
        };
        Ok(CertificateDer::from(certificate.to_der()?))
    }

    fn tbs(self, span: Span, issuer: Name, by: &PublicKey) -> Result<TbsCertificate, der::Error> {
        let late = || der::Error::from(der::ErrorKind::DateTime);
        Ok(TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(self.serial.bytes())?,
            signature: algorithm(),
            issuer,
            validity: span.validity().ok_or_else(late)?,
            subject: self.subject,
            subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(&self.key.spki())?,
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(self.profile.extensions(self.key, by)?),
        })
    }
}

pub(crate) fn algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: ECDSA_WITH_SHA256,
        parameters: None,
    }
}

/// A name that is one common name, of letters that stand for themselves in RFC 4514.
pub(crate) fn common_name(text: &str) -> Result<Name, der::Error> {
    Name::from_str(&format!("CN={text}"))
}
