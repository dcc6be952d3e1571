//! Envelopes and keys.

use holdpoint_attestation::dsse::{Envelope, Signature, pae};
use holdpoint_attestation::{ErrorCode, PublicKey};

/// The test vector of the DSSE protocol document (secure-systems-lab/dsse, Apache License 2.0): ECDSA P-256.
const VECTOR: &str = r#"{"payload": "aGVsbG8gd29ybGQ=",
 "payloadType": "http://example.com/HelloWorld",
 "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}"#;

const VECTOR_X: &str = "67cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238";
const VECTOR_Y: &str = "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74";

/// The vector's public key: its coordinates, given there in decimal, as an uncompressed point.
fn vector_key() -> PublicKey {
    let mut der = hex::decode("3059301306072a8648ce3d020106082a8648ce3d030107034200").unwrap();
    der.push(4);
    der.extend(hex::decode(VECTOR_X).unwrap());
    der.extend(hex::decode(VECTOR_Y).unwrap());
    PublicKey::from_der(&der).unwrap()
}

#[test]
fn the_protocols_own_vector_verifies() {
    let envelope = Envelope::parse(VECTOR.as_bytes()).unwrap();
    assert_eq!(envelope.payload, b"hello world");
    let key = vector_key();
    assert_eq!(
        envelope.verify(std::slice::from_ref(&key)).unwrap(),
        [key.id()]
    );
}

#[test]
fn a_changed_payload_does_not() {
    let mut envelope = Envelope::parse(VECTOR.as_bytes()).unwrap();
    envelope.payload = b"hello w0rld".to_vec();
    assert_eq!(
        envelope.verify(&[vector_key()]).unwrap(),
        [] as [String; 0],
        "nobody known signed it"
    );
    // A signature that says it is this key's is worse than a stranger's.
    let key = vector_key().with_id("release");
    envelope.signatures[0].key_id = Some("release".to_owned());
    let error = envelope.verify(&[key]).unwrap_err();
    assert_eq!(error.code, ErrorCode::Signature);
    assert_eq!(
        error.message,
        "the signature of key `release` does not fit the payload"
    );
}

#[test]
fn a_changed_type_does_not() {
    let mut envelope = Envelope::parse(VECTOR.as_bytes()).unwrap();
    envelope.payload_type = "http://example.com/HelloWorld2".to_owned();
    assert!(envelope.verify(&[vector_key()]).unwrap().is_empty());
}

#[test]
fn both_alphabets_of_base64_are_read() {
    let url = VECTOR.replace('+', "-").replace("ZA==", "ZA");
    assert_eq!(
        Envelope::parse(url.as_bytes()).unwrap(),
        Envelope::parse(VECTOR.as_bytes()).unwrap()
    );
    let broken = VECTOR.replace("aGVsbG8gd29ybGQ=", "aGVs bG8");
    let error = Envelope::parse(broken.as_bytes()).unwrap_err();
    assert!(
        error
            .message
            .starts_with("`payload` of the envelope is no base64"),
        "{error}"
    );
}

#[test]
fn ed25519_seals_and_verifies() {
    use ed25519_dalek::{Signer as _, SigningKey};
    let signing = SigningKey::from_bytes(&[7; 32]);
    let key = PublicKey::from_ed25519(signing.verifying_key().as_bytes()).unwrap();
    let envelope = Envelope::seal("text/plain", b"hello".to_vec(), |message| {
        assert_eq!(message, pae("text/plain", b"hello"));
        let bytes = signing.sign(message).to_bytes().to_vec();
        Ok::<_, std::convert::Infallible>(Signature {
            key_id: Some(key.id().to_owned()),
            bytes,
        })
    })
    .unwrap();
    let read = Envelope::parse(&envelope.to_json()).unwrap();
    assert_eq!(read, envelope);
    assert_eq!(
        read.verify(&[vector_key(), key.clone()]).unwrap(),
        [key.id()]
    );
    for at in 0..64 {
        let mut broken = read.clone();
        broken.signatures[0].bytes[at] ^= 1;
        assert_eq!(
            broken.verify(std::slice::from_ref(&key)).unwrap_err().code,
            ErrorCode::Signature,
            "byte {at}"
        );
    }
}

#[test]
fn ecdsa_signatures_in_der() {
    use p256::ecdsa::signature::Signer as _;
    use p256::ecdsa::{Signature as Ecdsa, SigningKey};
    let signing = SigningKey::from_slice(&[9; 32]).unwrap();
    let mut der = hex::decode("3059301306072a8648ce3d020106082a8648ce3d030107034200").unwrap();
    der.extend(signing.verifying_key().to_sec1_point(false).as_bytes());
    let key = PublicKey::from_der(&der).unwrap();
    for message in 0..64u8 {
        let signature: Ecdsa = signing.sign(&[message]);
        assert!(key.verifies(&[message], signature.to_der().as_bytes()));
        assert!(key.verifies(&[message], &signature.to_bytes()));
        assert!(!key.verifies(&[message, 0], signature.to_der().as_bytes()));
    }
}

#[test]
fn keys_from_pem() {
    // RFC 8410, section 10.1.
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    let key = PublicKey::from_pem(pem).unwrap();
    assert_eq!(key.id().len(), 64);
    let error = |pem: &str| PublicKey::from_pem(pem).unwrap_err().to_string();
    assert_eq!(
        error("ssh-ed25519 AAAA"),
        "this is no PEM file with `-----BEGIN PUBLIC KEY-----`: the first line is another"
    );
    assert_eq!(
        error("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"),
        "this is neither an Ed25519 nor an ECDSA P-256 public key"
    );
    // The point of order one verifies anything for libraries that let it.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert!(PublicKey::from_ed25519(&weak).is_err());
}
