use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};

use super::{DAY, Doctor, check, key, looked_at, verifier};

/// A root and a certificate for `localhost`, from 27 November 2026 on for a hundred years.
const ROOT: &str = include_str!("tests/root.pem");
const SERVER: &str = include_str!("tests/server.pem");
const KEY: &str = include_str!("tests/server.key");

const BEGINS: u64 = 1_795_813_780;
const ENDS: u64 = BEGINS + 36_500 * DAY;

fn chain() -> Vec<CertificateDer<'static>> {
    let all = CertificateDer::pem_slice_iter(SERVER.as_bytes());
    all.collect::<Result<_, _>>().unwrap()
}

fn kept(room: &Path, name: &str, text: &str) -> PathBuf {
    let path = room.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn asked() -> Doctor {
    Doctor {
        backup: None,
        public_url: None,
        certificate: None,
        certificate_key: None,
        roots: None,
        offline: false,
    }
}

#[test]
fn a_certificate_has_its_time_its_name_and_its_root() {
    let room = tempfile::tempdir().unwrap();
    let believed = verifier(Some(&kept(room.path(), "root.pem", ROOT))).unwrap();
    let rule = |name, now| looked_at(&*believed, &chain(), Some(name), now).map(|one| one.rule);
    assert_eq!(rule("localhost", BEGINS + 10 * DAY), None);
    assert_eq!(rule("localhost", BEGINS - DAY), Some("certificate-early"));
    assert_eq!(rule("localhost", ENDS - 30 * DAY), None);
    assert_eq!(
        rule("localhost", ENDS - 10 * DAY),
        Some("certificate-ending")
    );
    assert_eq!(rule("localhost", ENDS + DAY), Some("certificate-expired"));
    assert_eq!(
        rule("other.example", BEGINS + DAY),
        Some("certificate-name")
    );
    assert_eq!(
        looked_at(&*believed, &[], None, BEGINS).unwrap().rule,
        "certificate-unreadable"
    );
    let unnamed = looked_at(&*believed, &chain(), None, BEGINS + DAY);
    assert_eq!(unnamed, None, "nobody has said a name");
    // Another root: its own certificate is none that the server's leads to.
    let other = verifier(Some(&kept(
        room.path(),
        "other.pem",
        include_str!("tests/other.pem"),
    )));
    let found = looked_at(&*other.unwrap(), &chain(), Some("localhost"), BEGINS + DAY).unwrap();
    assert_eq!(found.rule, "certificate-chain");
}

#[test]
fn a_key_is_read_by_its_owner_and_at_most_its_group() {
    let room = tempfile::tempdir().unwrap();
    let path = kept(room.path(), "server.key", KEY);
    let rule = |mode| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        key(&path).map(|one| one.rule)
    };
    assert_eq!(rule(0o600), None);
    assert_eq!(rule(0o640), None);
    assert_eq!(rule(0o644), Some("certificate-key-open"));
    let nowhere = key(Path::new("/nowhere/at/all")).unwrap();
    assert_eq!(nowhere.rule, "certificate-key-unreadable");
}

/// A server that shakes hands once.
fn server() -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain(),
            PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap(),
        )
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut tls = ServerConnection::new(Arc::new(config)).unwrap();
        while tls
            .complete_io(&mut stream)
            .is_ok_and(|moved| moved != (0, 0))
        {}
    });
    port
}

#[test]
fn what_the_server_in_front_sends_is_looked_at() {
    let room = tempfile::tempdir().unwrap();
    let roots = Some(kept(room.path(), "root.pem", ROOT));
    let rules = |asked: Doctor| {
        check(&asked)
            .into_iter()
            .map(|one| one.rule)
            .collect::<Vec<_>>()
    };
    let at = |url: String, roots: Option<PathBuf>| Doctor {
        public_url: Some(url),
        roots,
        ..asked()
    };
    let good = format!("https://localhost:{}", server());
    assert_eq!(rules(at(good, roots.clone())), [""; 0]);
    // The roots of this machine do not have ours.
    let strange = format!("https://localhost:{}", server());
    assert_eq!(rules(at(strange, None)), ["certificate-chain"]);
    let silent = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let silent = format!("https://localhost:{silent}");
    assert_eq!(
        rules(at(silent.clone(), roots.clone())),
        ["certificate-silent"]
    );
    let offline = Doctor {
        offline: true,
        ..at(silent, roots)
    };
    assert_eq!(rules(offline), [""; 0]);
    assert_eq!(
        rules(at("http://localhost".to_owned(), None)),
        ["certificate-none"]
    );
}
