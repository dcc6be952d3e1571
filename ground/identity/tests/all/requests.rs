//! Requests for certificates: what is taken, and what is not even looked at.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_identity::{KeyPair, Request, RequestMistake};
use proptest::prelude::*;

/// A request that OpenSSL made, with a name, a host name and a purpose that it asks for:
/// `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=root -addext
/// subjectAltName=URI:spiffe://example.com/agent/root -addext extendedKeyUsage=serverAuth`
const OPENSSL: &str = include_str!("data/openssl.csr");
/// Others, with a key of RSA, and with one of another curve.
const RSA: &str = include_str!("data/rsa.csr");
const P384: &str = include_str!("data/p384.csr");
/// And one whose points are as long as those of P-256.
const K256: &str = include_str!("data/k256.csr");

fn own() -> (KeyPair, String) {
    let key = KeyPair::generate().unwrap();
    let text = Request::write(&key).unwrap();
    (key, text)
}

fn der(text: &str) -> Vec<u8> {
    let lines = text.lines().filter(|line| !line.starts_with('-'));
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

fn pem(der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE REQUEST-----\n{body}\n-----END CERTIFICATE REQUEST-----\n")
}

#[test]
fn a_request_is_for_its_key() {
    let (key, text) = own();
    assert!(text.lines().all(|line| line.len() <= 64), "{text}");
    assert_eq!(Request::read(&text).unwrap().key(), key.public());
}

#[test]
fn those_of_others_are_read() {
    let request = Request::read(OPENSSL).unwrap();
    assert_eq!(
        request.key().pin().to_string(),
        include_str!("data/openssl.pin").trim()
    );
}

#[test]
fn keys_of_other_kinds_are_refused() {
    assert_eq!(Request::read(RSA), Err(RequestMistake::Key));
    assert_eq!(Request::read(P384), Err(RequestMistake::Key));
    assert_eq!(Request::read(K256), Err(RequestMistake::Key));
}

#[test]
fn one_request_is_expected_and_nothing_else() {
    let (_, text) = own();
    for odd in [
        String::new(),
        "no PEM".to_owned(),
        format!("{text}{text}"),
        text.replace("CERTIFICATE REQUEST", "CERTIFICATE"),
        text.replace("CERTIFICATE REQUEST", "SOMETHING"),
        format!("{text}-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----\n"),
        text.replace("-----END", ""),
        pem(b""),
        pem(&[0x30, 0x80]),
        pem(&[der(&text), vec![0]].concat()),
    ] {
        let error = Request::read(&odd).unwrap_err();
        assert!(
            matches!(error, RequestMistake::Unreadable(_)),
            "{odd}: {error}"
        );
    }
    let long = format!("{text}{}", " ".repeat(8 * 1024));
    assert_eq!(Request::read(&long), Err(RequestMistake::Large));
}

#[test]
fn whoever_asks_has_the_key() {
    let (_, text) = own();
    let (other, _) = own();
    // Somebody else's key in a request that is signed with one's own.
    let mut bytes = der(&text);
    let spki = other.public().spki();
    let at = bytes
        .windows(26)
        .position(|all| all == &spki[..26])
        .unwrap();
    bytes[at..at + spki.len()].copy_from_slice(&spki);
    assert_eq!(Request::read(&pem(&bytes)), Err(RequestMistake::Signature));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever bit is turned, it is another request, or none.
    #[test]
    fn no_bit_can_be_turned(bit in 0..4_000_usize, seed in 0..2_usize) {
        let bytes = [der(OPENSSL), der(&own().1)][seed].clone();
        let mut turned = bytes.clone();
        turned[bit / 8 % bytes.len()] ^= 1 << (bit % 8);
        prop_assert!(Request::read(&pem(&turned)).is_err());
    }

    #[test]
    fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        prop_assert!(Request::read(&pem(&bytes)).is_err());
        prop_assert!(Request::read(&text).is_err());
    }
}
