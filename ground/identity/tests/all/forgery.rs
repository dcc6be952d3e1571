//! A tool that signs anything with an authority's key.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_identity::Authority;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair as _,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use x509_cert::Certificate;
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::asn1::{Any, BitString, Ia5String, OctetString, UtcTime};
use x509_cert::der::oid::{AssociatedOid, ObjectIdentifier};
use x509_cert::der::{Decode as _, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::world::{DAY, NOW, at};

pub const CLIENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
pub const SERVING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
pub const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// What a forged certificate says; as it is at first, it is like an agent's.
pub struct Forgery {
    pub purposes: Vec<ObjectIdentifier>,
    pub uris: Vec<&'static str>,
    pub serial: Vec<u8>,
    pub authority: bool,
    pub usage: Vec<KeyUsages>,
    pub curve: ObjectIdentifier,
    pub hosts: Vec<&'static str>,
    pub lasts: i64,
}

pub fn good() -> Forgery {
    Forgery {
        purposes: vec![CLIENT],
        uris: vec!["spiffe://example.com/agent/build-1"],
        serial: vec![0x55; 16],
        authority: false,
        usage: vec![KeyUsages::DigitalSignature],
        curve: P256,
        hosts: vec![],
        lasts: DAY,
    }
}

fn extension<T: AssociatedOid + Encode>(value: &T) -> Extension {
    Extension {
        extn_id: T::OID,
        critical: false,
        extn_value: OctetString::new(value.to_der().unwrap()).unwrap(),
    }
}

impl Forgery {
    fn extensions(&self) -> Vec<Extension> {
        let mut all = vec![extension(&BasicConstraints {
            ca: self.authority,
            path_len_constraint: None,
        })];
        let usage = self.usage.iter().copied();
        all.push(extension(&KeyUsage(
            usage.fold(Default::default(), |a, b| a | b),
        )));
        if !self.purposes.is_empty() {
            all.push(extension(&ExtendedKeyUsage(self.purposes.clone())));
        }
        let text = |text: &&str| Ia5String::new(*text).unwrap();
        let uris = self.uris.iter().map(text);
        let hosts = self.hosts.iter().map(text);
        let names: Vec<_> = uris
            .map(GeneralName::UniformResourceIdentifier)
            .chain(hosts.map(GeneralName::DnsName))
            .collect();
        if !names.is_empty() {
            all.push(extension(&SubjectAltName(names)));
        }
        all
    }

    /// The certificate and its key, signed by the authority's own.
    pub fn signed(
        &self,
        authority: &Authority,
    ) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let (algorithm, curve) = self.curve();
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let root = authority.roots().remove(0);
        let root = Certificate::from_der(root.der()).unwrap().tbs_certificate;
        let tbs = TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(&self.serial).unwrap(),
            signature: ecdsa(),
            issuer: root.subject,
            validity: lasting(self.lasts),
            subject: "CN=build-1".parse().unwrap(),
            subject_public_key_info: SubjectPublicKeyInfoOwned {
                algorithm: AlgorithmIdentifierOwned {
                    oid: EC,
                    parameters: Some(Any::from(&curve)),
                },
                subject_public_key: BitString::from_bytes(pair.public_key().as_ref()).unwrap(),
            },
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(self.extensions()),
        };
        let certificate = sign(authority, tbs);
        let key = PrivatePkcs8KeyDer::from(document.as_ref().to_vec());
        (certificate, PrivateKeyDer::Pkcs8(key))
    }

    fn curve(&self) -> (&'static EcdsaSigningAlgorithm, ObjectIdentifier) {
        match self.curve == P384 {
            true => (&ECDSA_P384_SHA384_ASN1_SIGNING, P384),
            false => (&ECDSA_P256_SHA256_ASN1_SIGNING, P256),
        }
    }
}

fn lasting(seconds: i64) -> Validity {
    let time = |seconds: i64| {
        let since = Duration::from_secs(u64::try_from(seconds).unwrap());
        Time::UtcTime(UtcTime::from_unix_duration(since).unwrap())
    };
    Validity {
        not_before: time(NOW),
        not_after: time(NOW + seconds),
    }
}

fn ecdsa() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: ECDSA_SHA256,
        parameters: None,
    }
}

/// Signed with the key that is in the text of an authority.
fn sign(authority: &Authority, tbs: TbsCertificate) -> CertificateDer<'static> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(authority.text().as_bytes()).unwrap();
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, key.secret_pkcs8_der(), &random).unwrap();
    let signature = pair.sign(&random, &tbs.to_der().unwrap()).unwrap();
    let certificate = Certificate {
        tbs_certificate: tbs,
        signature_algorithm: ecdsa(),
        signature: BitString::from_bytes(signature.as_ref()).unwrap(),
    };
    CertificateDer::from(certificate.to_der().unwrap())
}

pub fn showing(
    authority: &Authority,
    (certificate, key): (CertificateDer<'static>, PrivateKeyDer<'static>),
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority.roots()[0].der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_details(provider, at(NOW))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .unwrap()
}

/// A server that shows a certificate and the root above it, and asks for none.
pub fn serving(
    authority: &Authority,
    now: i64,
    (certificate, key): (CertificateDer<'static>, PrivateKeyDer<'static>),
) -> ServerConfig {
    let root = authority.roots()[0].der().clone();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_details(provider, at(now))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate, root], key)
        .unwrap()
}
