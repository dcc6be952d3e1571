//! Who gets in, and who does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use holdpoint_identity::{
    Admission, Authority, Credentials, KeyPair, Listener, Pin, Request, agent_config,
    enrolling_config,
};
use rustls::{AlertDescription, CertificateError, Error, HandshakeKind, ProtocolVersion};

use crate::wire::{Failed, connect, connect_to};
use crate::world::{
    DAY, HOUR, NOW, SERVER, YEAR, agent, at, authority, connecting, domain, enrolled, guarded,
    listener, server, terms,
};

fn told(failed: &Failed) -> Option<AlertDescription> {
    match failed.client {
        Some(Error::AlertReceived(alert)) => Some(alert),
        _ => None,
    }
}

#[test]
fn an_agent_that_is_known_gets_in() {
    let authority = authority();
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    let made = connect(connecting(&credentials, NOW), guarded(&authority, NOW)).unwrap();
    let peer = made.peer.unwrap();
    assert_eq!(peer.agent(), &agent("build-1"));
    assert_eq!(peer.serial(), terms(NOW, DAY, 2).serial);
    assert_eq!(&peer, credentials.peer());
    assert_eq!(peer.ends(), NOW + DAY);
    assert_eq!(made.version, Some(ProtocolVersion::TLSv1_3));
}

#[test]
fn addresses_are_names_too() {
    let authority = authority();
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    for name in [SERVER, "127.0.0.1", "::1"] {
        let client = Arc::new(connecting(&credentials, NOW));
        let made = connect_to(name, client, Arc::new(guarded(&authority, NOW)));
        assert!(made.is_ok(), "{name}");
    }
    let client = Arc::new(connecting(&credentials, NOW));
    let failed = connect_to(
        "other.example.com",
        client,
        Arc::new(guarded(&authority, NOW)),
    );
    let failed = failed.err().unwrap();
    assert!(matches!(
        failed.client,
        Some(Error::InvalidCertificate(
            CertificateError::NotValidForNameContext { .. }
        ))
    ));
}

#[test]
fn nobody_without_a_certificate_gets_in_where_agents_are_expected() {
    let authority = authority();
    let client = || enrolling_config(authority.pin(), at(NOW)).unwrap();
    let failed = connect(client(), guarded(&authority, NOW)).err().unwrap();
    assert_eq!(failed.server, Some(Error::NoCertificatesPresented));
    assert_eq!(told(&failed), Some(AlertDescription::CertificateRequired));
    // Where anybody may come, they come as nobody.
    let open = listener(&authority, NOW, Admission::Anybody);
    let made = connect(client(), open.config(&server(&authority, NOW)).unwrap()).unwrap();
    assert_eq!(made.peer, None);
    // And agents come as what they are.
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    let open = open.config(&server(&authority, NOW)).unwrap();
    let made = connect(connecting(&credentials, NOW), open).unwrap();
    assert_eq!(made.peer.unwrap().agent(), &agent("build-1"));
}

#[test]
fn an_agent_of_another_authority_is_nobody() {
    let (ours, theirs) = (authority(), authority());
    let stranger = enrolled(&theirs, "build-1", NOW, 2);
    // It believes our server, so that the server is who refuses: its own roots are replaced by ours.
    for admission in [Admission::Agents, Admission::Anybody] {
        let config = listener(&ours, NOW, admission);
        let config = config.config(&server(&theirs, NOW)).unwrap();
        let failed = connect(connecting(&stranger, NOW), config).err().unwrap();
        assert!(
            matches!(
                failed.server,
                Some(Error::InvalidCertificate(
                    CertificateError::UnknownIssuer | CertificateError::BadSignature
                ))
            ),
            "{failed:?}"
        );
        assert!(told(&failed).is_some());
    }
}

#[test]
fn a_server_of_another_authority_is_not_believed() {
    let (ours, theirs) = (authority(), authority());
    let credentials = enrolled(&ours, "build-1", NOW, 2);
    let failed = connect(connecting(&credentials, NOW), guarded(&theirs, NOW));
    let failed = failed.err().unwrap();
    assert!(
        matches!(failed.client, Some(Error::InvalidCertificate(_))),
        "{failed:?}"
    );
    // Nor by whoever knows the pin alone, so no secret goes there.
    let client = enrolling_config(ours.pin(), at(NOW)).unwrap();
    let open = listener(&theirs, NOW, Admission::Anybody);
    let failed = connect(client, open.config(&server(&theirs, NOW)).unwrap());
    assert_eq!(
        failed.err().unwrap().client,
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer))
    );
}

#[test]
fn a_pin_is_of_the_authority_and_of_nothing_else() {
    let authority = authority();
    let open = listener(&authority, NOW, Admission::Anybody);
    // The pin of the server's own key, or of any other, is not the authority's.
    for pin in [
        Pin::of(b"another key"),
        KeyPair::generate().unwrap().public().pin(),
    ] {
        let client = enrolling_config(pin, at(NOW)).unwrap();
        let failed = connect(client, open.config(&server(&authority, NOW)).unwrap());
        assert!(failed.is_err());
    }
    let client = enrolling_config(authority.pin(), at(NOW)).unwrap();
    let made = connect(client, open.config(&server(&authority, NOW)).unwrap()).unwrap();
    assert_eq!(made.shown.len(), 2, "its own and the root");
}

#[test]
fn a_pin_is_no_reason_to_believe_who_has_another_name_or_has_expired() {
    let authority = authority();
    let open = |now| listener(&authority, now, Admission::Anybody);
    let client = |now| Arc::new(enrolling_config(authority.pin(), at(now)).unwrap());
    let config = |now| Arc::new(open(now).config(&server(&authority, NOW)).unwrap());
    assert!(connect_to("other.example.com", client(NOW), config(NOW)).is_err());
    assert!(connect_to(SERVER, client(NOW + DAY), config(NOW + DAY)).is_ok());
    assert!(connect_to(SERVER, client(NOW + DAY + 1), config(NOW)).is_err());
    assert!(connect_to(SERVER, client(NOW - HOUR), config(NOW)).is_err());
}

#[test]
fn a_certificate_has_its_time() {
    let authority = authority();
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    // The server has a newer one, so that it is the agent's that has expired.
    let attempt = |server_now: i64| {
        let server = server(&authority, server_now.max(NOW));
        let config = listener(&authority, server_now, Admission::Agents).config(&server);
        connect(
            connecting(&credentials, server_now.max(NOW)),
            config.unwrap(),
        )
    };
    assert!(attempt(NOW + DAY).is_ok(), "until its last second");
    let failed = attempt(NOW + DAY + 1).err().unwrap();
    assert!(matches!(
        failed.server,
        Some(Error::InvalidCertificate(
            CertificateError::ExpiredContext { .. }
        ))
    ));
    assert_eq!(told(&failed), Some(AlertDescription::CertificateExpired));
    // Five minutes that a server's clock is behind are allowed for.
    assert!(attempt(NOW - 300).is_ok());
    let failed = attempt(NOW - 301).err().unwrap();
    assert!(matches!(
        failed.server,
        Some(Error::InvalidCertificate(
            CertificateError::NotValidYetContext { .. }
        ))
    ));
}

#[test]
fn an_agent_that_is_revoked_is_refused_and_told_so() {
    let authority = authority();
    let revoked = enrolled(&authority, "build-1", NOW, 2);
    let other = enrolled(&authority, "build-2", NOW, 3);
    let serial = revoked.peer().serial();
    let config = || {
        let listener = Listener {
            revoked: Arc::new(move |who, number| *who == agent("build-1") && number == serial),
            ..listener(&authority, NOW, Admission::Agents)
        };
        listener.config(&server(&authority, NOW)).unwrap()
    };
    let failed = connect(connecting(&revoked, NOW), config()).err().unwrap();
    assert_eq!(
        failed.server,
        Some(Error::InvalidCertificate(CertificateError::Revoked))
    );
    assert_eq!(told(&failed), Some(AlertDescription::CertificateRevoked));
    assert!(connect(connecting(&other, NOW), config()).is_ok());
    // Another certificate of the same agent still counts: it was the serial number that was revoked.
    let newer = enrolled(&authority, "build-1", NOW, 4);
    assert!(connect(connecting(&newer, NOW), config()).is_ok());
}

/// A resumed session would not be verified again, so none is.
#[test]
fn who_was_revoked_does_not_come_back_with_an_old_session() {
    let authority = authority();
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    let gone = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&gone);
    let listener = Listener {
        revoked: Arc::new(move |_, _| seen.load(Ordering::SeqCst)),
        ..listener(&authority, NOW, Admission::Agents)
    };
    let server = Arc::new(listener.config(&server(&authority, NOW)).unwrap());
    // A client that would resume if it could.
    let mut eager = connecting(&credentials, NOW);
    eager.resumption = rustls::client::Resumption::in_memory_sessions(8);
    let eager = Arc::new(eager);
    for _ in 0..2 {
        let made = connect_to(SERVER, Arc::clone(&eager), Arc::clone(&server)).unwrap();
        assert_eq!(made.client.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(made.client.tls13_tickets_received(), 0);
    }
    gone.store(true, Ordering::SeqCst);
    assert!(connect_to(SERVER, eager, server).is_err());
}

#[test]
fn an_authority_that_is_over_issues_nothing() {
    let short = Authority::create(&domain(), &terms(NOW, HOUR, 1)).unwrap();
    let key = KeyPair::generate().unwrap();
    let request = Request::read(&Request::write(&key).unwrap()).unwrap();
    let late = short.issue(&agent("a"), &request, &terms(NOW + HOUR + 1, DAY, 2));
    assert!(
        late.unwrap_err()
            .to_string()
            .contains("a new one has to take over")
    );
    // And what it issues ends with it.
    let issued = short
        .issue(&agent("a"), &request, &terms(NOW, YEAR, 2))
        .unwrap();
    let credentials = Credentials::accept(key, &issued, NOW).unwrap();
    assert_eq!(credentials.ends(), NOW + HOUR);
    assert!(agent_config(&credentials, at(NOW)).is_ok());
}

#[test]
fn older_tls_is_refused() {
    let authority = authority();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.roots()[0].der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = rustls::ClientConfig::builder_with_details(provider, at(NOW))
        .with_protocol_versions(&[&rustls::version::TLS12])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let open = listener(&authority, NOW, Admission::Anybody);
    let open = open.config(&server(&authority, NOW)).unwrap();
    let failed = connect(client, open).err().unwrap();
    assert_eq!(told(&failed), Some(AlertDescription::ProtocolVersion));
}
