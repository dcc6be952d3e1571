//! The certificate of an authority, which it signed itself.

use rustls::pki_types::CertificateDer;
use thiserror::Error;
use x509_cert::name::Name;

use super::{Parsed, Span};
use crate::key::PublicKey;
use crate::{Pin, TrustDomain, pem};

/// The certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    der: CertificateDer<'static>,
    key: PublicKey,
    domain: TrustDomain,
    name: Name,
    span: Span,
}

/// Why something is no certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RootMistake {
    /// It cannot be read.
    #[error("the certificate of the authority cannot be read: {0}")]
    Unreadable(String),
    /// It is something else.
    #[error("this is no certificate of an authority of here: {0}")]
    Other(&'static str),
    /// There are too many, or none.
    #[error("one or two certificates of authorities were expected, there are {0}")]
    Count(usize),
    /// They belong to different worlds.
    #[error("the certificates are of authorities of different trust domains, `{0}` and `{1}`")]
    Domains(TrustDomain, TrustDomain),
}

impl Root {
    /// The certificate in these bytes, in DER. Whether it counts now is not looked at.
    pub(crate) fn read(der: &[u8]) -> Result<Self, RootMistake> {
        let parsed = Parsed::read(der);
        let parsed = parsed.ok_or_else(|| unreadable("it is no certificate in DER"))?;
        let key = parsed
            .key()
            .ok_or(RootMistake::Other("its key is not of the curve P-256"))?;
        if !parsed.is_authority() {
            return Err(RootMistake::Other("it may not sign others"));
        }
        if parsed.subject() != parsed.issuer() || !parsed.is_signed_by(&key) {
            return Err(RootMistake::Other("it has not signed itself"));
        }
        let uri = parsed.uri().unwrap_or_default();
        let domain = uri.strip_prefix("spiffe://").map(TrustDomain::new);
        let Some(Ok(domain)) = domain else {
            return Err(RootMistake::Other("it has no SPIFFE ID of a trust domain"));
        };
        Ok(Self {
            der: CertificateDer::from(der.to_vec()),
            key,
            domain,
            name: parsed.subject().clone(),
            span: parsed.span(),
        })
    }

    /// One or two certificates of authorities of one trust domain, in PEM.
    ///
    /// # Errors
    /// Says what is there instead.
    pub fn read_all(text: &str) -> Result<Vec<Self>, RootMistake> {
        Self::of_parts(&pem::read(text).map_err(RootMistake::Unreadable)?)
    }

    pub(crate) fn of_parts(parts: &[pem::Part]) -> Result<Vec<Self>, RootMistake> {
        let one = |part: &pem::Part| match part {
            pem::Part::Certificate(der) => Self::read(der),
            _ => Err(unreadable(
                "there is something in it that is no certificate",
            )),
        };
        let roots = parts.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        Self::agree(&roots)?;
        Ok(roots)
    }

    pub(crate) fn agree(roots: &[Self]) -> Result<(), RootMistake> {
        match roots {
            [_] => Ok(()),
            [one, other] if one.domain == other.domain => Ok(()),
            [one, other] => Err(RootMistake::Domains(
                one.domain.clone(),
                other.domain.clone(),
            )),
            all => Err(RootMistake::Count(all.len())),
        }
    }

    /// By what its key is known.
    #[must_use]
    pub fn pin(&self) -> Pin {
        self.key.pin()
    }

    /// Whose authority it is.
    #[must_use]
    pub fn domain(&self) -> &TrustDomain {
        &self.domain
    }

    /// Until when it counts, in seconds since the epoch.
    #[must_use]
    pub fn ends(&self) -> i64 {
        self.span.ends
    }

    /// In DER.
    #[must_use]
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// In PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        pem::write(pem::CERTIFICATE, &self.der).to_string()
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    pub(crate) fn key(&self) -> &PublicKey {
        &self.key
    }

    pub(crate) fn name(&self) -> &Name {
        &self.name
    }
}

fn unreadable(why: &str) -> RootMistake {
    RootMistake::Unreadable(why.to_owned())
}
