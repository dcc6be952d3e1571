//! Certificates that the authority's key signed and the authority never would: somebody else's tool did, or a mistake.

use std::sync::Arc;

use holdpoint_identity::{Authority, Peer, PeerMistake};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair as _,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{CertificateError, ClientConfig, Error, RootCertStore, ServerConfig};
use x509_cert::Certificate;
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::asn1::{Any, BitString, Ia5String, OctetString};
use x509_cert::der::oid::{AssociatedOid, ObjectIdentifier};
use x509_cert::der::{Decode as _, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::wire::{connect, connect_to};
use crate::world::{NOW, SERVER, at, authority, connecting, domain, enrolled, guarded, server};

const CLIENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const SERVING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// What a forged certificate says; as it is at first, it is like an agent's.
pub struct Forgery {
    purposes: Vec<ObjectIdentifier>,
    uris: Vec<&'static str>,
    serial: Vec<u8>,
    authority: bool,
    usage: Vec<KeyUsages>,
    curve: ObjectIdentifier,
}

fn good() -> Forgery {
    Forgery {
        purposes: vec![CLIENT],
        uris: vec!["spiffe://example.com/agent/build-1"],
        serial: vec![0x55; 16],
        authority: false,
        usage: vec![KeyUsages::DigitalSignature],
        curve: P256,
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
        let uri =
            |text: &&str| GeneralName::UniformResourceIdentifier(Ia5String::new(*text).unwrap());
        if !self.uris.is_empty() {
            all.push(extension(&SubjectAltName(
                self.uris.iter().map(uri).collect(),
            )));
        }
        all
    }

    /// The certificate and its key, signed by the authority's own.
    fn signed(&self, authority: &Authority) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
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
            validity: root.validity,
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

fn ecdsa() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: ECDSA_SHA256,
        parameters: None,
    }
}

/// Signed with the key that is in the text of an authority.
pub fn sign(authority: &Authority, tbs: TbsCertificate) -> CertificateDer<'static> {
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

fn showing(
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

/// What the server finds wrong with it.
fn refused(forgery: &Forgery) -> CertificateError {
    let authority = authority();
    let client = showing(&authority, forgery.signed(&authority));
    let failed = connect(client, guarded(&authority, NOW)).err();
    match failed.expect("it gets in").server {
        Some(Error::InvalidCertificate(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_like_an_agents_gets_in() {
    let authority = authority();
    let client = showing(&authority, good().signed(&authority));
    let made = connect(client, guarded(&authority, NOW)).unwrap();
    assert_eq!(made.peer.unwrap().agent().to_string(), "build-1");
}

#[test]
fn a_servers_certificate_is_no_agents() {
    let forgery = Forgery {
        purposes: vec![SERVING],
        ..good()
    };
    let error = refused(&forgery);
    assert!(
        matches!(error, CertificateError::InvalidPurposeContext { .. }),
        "{error:?}"
    );
    // Nor the one that servers have here.
    let authority = authority();
    let own = server(&authority, NOW).chain()[0].clone();
    assert_eq!(Peer::of(&own, &domain()), Err(PeerMistake::Purpose));
}

#[test]
fn nor_is_one_for_anything_or_for_more() {
    for purposes in [vec![], vec![CLIENT, SERVING]] {
        let forgery = Forgery { purposes, ..good() };
        let error = refused(&forgery);
        assert_eq!(error, CertificateError::ApplicationVerificationFailure);
    }
    let usage = vec![KeyUsages::DigitalSignature, KeyUsages::KeyCertSign];
    let error = refused(&Forgery { usage, ..good() });
    assert_eq!(error, CertificateError::ApplicationVerificationFailure);
}

#[test]
fn an_authority_is_no_agent() {
    let forgery = Forgery {
        authority: true,
        ..good()
    };
    let text = format!("{:?}", refused(&forgery));
    assert!(text.contains("CaUsedAsEndEntity"), "{text}");
}

#[test]
fn a_certificate_says_who_it_is_once_and_of_here() {
    let agent = "spiffe://example.com/agent/build-1";
    for uris in [
        vec![],
        vec![agent, "spiffe://example.com/agent/build-2"],
        vec![agent, "https://example.com"],
        vec!["spiffe://example.com"],
        vec!["spiffe://example.com/agent/"],
        vec!["spiffe://example.com/agent/a/b"],
        vec!["spiffe://example.com/agent/.."],
        vec!["spiffe://example.com/server/build-1"],
        vec!["spiffe://example.com.evil.example/agent/build-1"],
        vec!["spiffe://other.example/agent/build-1"],
        vec!["SPIFFE://example.com/agent/build-1"],
        vec!["spiffe://example.com/agent/build-1?x"],
    ] {
        let error = refused(&Forgery {
            uris: uris.clone(),
            ..good()
        });
        assert_eq!(
            error,
            CertificateError::ApplicationVerificationFailure,
            "{uris:?}"
        );
    }
}

#[test]
fn keys_and_numbers_are_those_of_here() {
    for forgery in [
        Forgery {
            curve: P384,
            ..good()
        },
        Forgery {
            serial: vec![1],
            ..good()
        },
        Forgery {
            serial: vec![0x15; 16],
            ..good()
        },
        Forgery {
            serial: vec![0x55; 20],
            ..good()
        },
    ] {
        let error = refused(&forgery);
        assert_eq!(error, CertificateError::ApplicationVerificationFailure);
    }
}

#[test]
fn an_agent_is_no_server() {
    let authority = authority();
    let agent = enrolled(&authority, "build-1", NOW, 2);
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("agent.pem");
    agent.keep(&path).unwrap();
    let text = std::fs::read(&path).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_details(provider, at(NOW))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(&text).unwrap()],
            PrivateKeyDer::from_pem_slice(&text).unwrap(),
        )
        .unwrap();
    let client = Arc::new(connecting(&agent, NOW));
    let failed = connect_to(SERVER, client, Arc::new(config)).err().unwrap();
    assert!(
        matches!(
            failed.client,
            Some(Error::InvalidCertificate(
                CertificateError::InvalidPurposeContext { .. }
                    | CertificateError::NotValidForNameContext { .. }
            ))
        ),
        "{failed:?}"
    );
}
