//! A certificate that was read. That anybody signed it is not known yet.

use x509_cert::Certificate;
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Encode as _};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
};
use x509_cert::name::Name;

use super::draft::algorithm;
use super::{Serial, Span};
use crate::key::PublicKey;

/// Largest certificate that is read, in bytes; those of here have some hundred.
const LARGEST: usize = 16 * 1024;

pub(crate) struct Parsed(Certificate);

impl Parsed {
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let read = (der.len() <= LARGEST).then(|| Certificate::from_der(der));
        read?.ok().map(Self)
    }

    pub(crate) fn key(&self) -> Option<PublicKey> {
        let spki = self.0.tbs_certificate.subject_public_key_info.to_der();
        PublicKey::from_spki(&spki.ok()?)
    }

    pub(crate) fn span(&self) -> Span {
        Span::of(&self.0.tbs_certificate.validity)
    }

    pub(crate) fn serial(&self) -> Option<Serial> {
        Serial::read(self.0.tbs_certificate.serial_number.as_bytes())
    }

    pub(crate) fn subject(&self) -> &Name {
        &self.0.tbs_certificate.subject
    }

    pub(crate) fn issuer(&self) -> &Name {
        &self.0.tbs_certificate.issuer
    }

    /// Whether it is an authority's, that may sign others.
    pub(crate) fn is_authority(&self) -> bool {
        let constraints: Option<BasicConstraints> = self.extension();
        let usage: Option<KeyUsage> = self.extension();
        constraints.is_some_and(|all| all.ca) && usage.is_some_and(|all| all.key_cert_sign())
    }

    /// Whether it is for signing in that one purpose, and for nothing else, nor an authority's.
    pub(crate) fn is_only_for(&self, purpose: ObjectIdentifier) -> bool {
        let constraints: Option<BasicConstraints> = self.extension();
        let usage: Option<KeyUsage> = self.extension();
        let purposes: Option<ExtendedKeyUsage> = self.extension();
        constraints.is_none_or(|all| !all.ca)
            && usage.is_some_and(|all| all.0 == KeyUsages::DigitalSignature)
            && purposes.is_some_and(|all| all.0 == [purpose])
    }

    /// The one URI among its names; none if there are none or several (X.509-SVID, section 2).
    pub(crate) fn uri(&self) -> Option<String> {
        let names: SubjectAltName = self.extension()?;
        let mut uris = names.0.iter().filter_map(|name| match name {
            GeneralName::UniformResourceIdentifier(uri) => Some(uri.as_str().to_owned()),
            _ => None,
        });
        match (uris.next(), uris.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    /// Whether that key has signed it.
    pub(crate) fn is_signed_by(&self, key: &PublicKey) -> bool {
        let sound = self.0.signature_algorithm == algorithm()
            && self.0.tbs_certificate.signature == algorithm();
        let message = self.0.tbs_certificate.to_der();
        let signature = self.0.signature.as_bytes();
        match (message, signature) {
            (Ok(message), Some(signature)) => sound && key.verifies(&message, signature),
            _ => false,
        }
    }

    /// The extension of that kind, if it is there once and can be read.
    fn extension<T: AssociatedOid + for<'a> Decode<'a>>(&self) -> Option<T> {
        let all = self.0.tbs_certificate.extensions.iter().flatten();
        let mut found = all.filter(|one| one.extn_id == T::OID);
        match (found.next(), found.next()) {
            (Some(one), None) => T::from_der(one.extn_value.as_bytes()).ok(),
            _ => None,
        }
    }
}
