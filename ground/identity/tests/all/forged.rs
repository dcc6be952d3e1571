//! Certificates that the authority's key signed and the authority never would: somebody else's tool did, or a mistake.

use std::sync::Arc;

use holdpoint_identity::{Authority, Peer, PeerMistake, enrolling_config};
use rustls::{CertificateError, Error};
use x509_cert::ext::pkix::KeyUsages;

use crate::forgery::{CLIENT, Forgery, P384, SERVING, good, serving, showing};
use crate::wire::{connect, connect_to};
use crate::world::{
    DAY, HOUR, NOW, SERVER, at, authority, connecting, domain, enrolled, guarded, server, terms,
};

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
    for more in [KeyUsages::KeyCertSign, KeyUsages::CRLSign] {
        let usage = vec![KeyUsages::DigitalSignature, more];
        let error = refused(&Forgery { usage, ..good() });
        assert_eq!(error, CertificateError::ApplicationVerificationFailure);
    }
}

#[test]
fn an_authority_is_no_agent() {
    let forgery = Forgery {
        authority: true,
        ..good()
    };
    let text = format!("{:?}", refused(&forgery));
    assert!(text.contains("CaUsedAsEndEntity"), "{text}");
    let (certificate, _) = forgery.signed(&authority());
    assert_eq!(Peer::of(&certificate, &domain()), Err(PeerMistake::Purpose));
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
    // Its name would do: it is the purpose that does not.
    let forgery = Forgery {
        hosts: vec![SERVER],
        ..good()
    };
    let config = serving(&authority, NOW, forgery.signed(&authority));
    let client = Arc::new(connecting(&agent, NOW));
    let failed = connect_to(SERVER, client, Arc::new(config)).err().unwrap();
    assert!(
        matches!(
            failed.client,
            Some(Error::InvalidCertificate(
                CertificateError::InvalidPurposeContext { .. }
            ))
        ),
        "{failed:?}"
    );
}

/// Whoever still has the key of an authority that is over signs nothing that is believed by its pin.
#[test]
fn an_authority_that_is_over_is_not_believed_by_its_pin() {
    let authority = Authority::create(&domain(), &terms(NOW, HOUR, 1)).unwrap();
    let forgery = Forgery {
        hosts: vec![SERVER],
        purposes: vec![SERVING],
        lasts: DAY,
        ..good()
    };
    let attempt = |now| {
        let client = Arc::new(enrolling_config(authority.pin(), at(now)).unwrap());
        let config = serving(&authority, now, forgery.signed(&authority));
        connect_to(SERVER, client, Arc::new(config)).is_ok()
    };
    assert!(attempt(NOW + HOUR));
    assert!(!attempt(NOW + HOUR + 1));
}
