//! What `ssh-keygen` makes is read and believed, and only that.

use holdpoint_signatures::ssh::{Algorithm, KeyMistake, Pen, Presence, PublicKey, Signature};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::keygen::Keygen;

const KINDS: &[(&str, Option<u32>, Algorithm)] = &[
    ("ed25519", None, Algorithm::Ed25519),
    ("ecdsa", Some(256), Algorithm::EcdsaP256),
    ("rsa", Some(2048), Algorithm::Rsa),
    ("rsa", Some(3072), Algorithm::Rsa),
];

#[test]
fn keys_are_read_and_shown_as_openssh_does() {
    for (kind, bits, algorithm) in KINDS {
        let keygen = Keygen::new();
        let line = keygen.key(kind, *bits);
        let key: PublicKey = line.parse().unwrap();
        assert_eq!(key.algorithm(), *algorithm);
        assert_eq!(key.fingerprint(), keygen.fingerprint(&line));
        assert_eq!(format!("{key} anna@example.org\n"), line);
        assert_eq!(PublicKey::from_blob(key.blob()), Ok(key));
    }
}

#[test]
fn what_openssh_signs_holds_and_nothing_else_does() {
    for (kind, bits, _) in KINDS {
        for hash in ["sha256", "sha512"] {
            let keygen = Keygen::new();
            let key: PublicKey = keygen.key(kind, *bits).parse().unwrap();
            let armoured = keygen.sign("holdpoint-approval", hash, b"yes");
            let signature = Signature::from_armour(&armoured).unwrap();
            assert_eq!(signature.key(), &key);
            assert_eq!(
                signature.verify("holdpoint-approval", b"yes"),
                Ok(Presence::Unknown)
            );
            assert!(signature.verify("holdpoint-approval", b"no").is_err());
            assert!(signature.verify("file", b"yes").is_err());
            assert_eq!(signature.armoured(), armoured);
            let again = Signature::from_base64(&signature.base64());
            assert_eq!(again, Ok(signature));
        }
    }
}

#[test]
fn openssh_believes_what_is_signed_here_and_no_more() {
    for seed in [[0; 32], [7; 32], [255; 32]] {
        let keygen = Keygen::new();
        let pen = Pen::from_seed(&seed).unwrap();
        let line = format!("{} amara@example.org", pen.key());
        assert_eq!(keygen.fingerprint(&line), pen.key().fingerprint());
        let armoured = pen.sign("holdpoint-approval", b"yes").armoured();
        let believed =
            |namespace: &str, message: &[u8]| keygen.verify(&line, namespace, message, &armoured);
        assert!(believed("holdpoint-approval", b"yes"));
        assert!(!believed("holdpoint-approval", b"no"));
        assert!(!believed("file", b"yes"));
    }
}

/// Bytes that were changed are believed here if and only if OpenSSH believes them.
#[test]
fn openssh_and_this_agree_on_changed_signatures() {
    for (kind, bits, _) in KINDS.iter().take(3) {
        let keygen = Keygen::new();
        let line = keygen.key(kind, *bits);
        let armoured = keygen.sign("holdpoint-approval", "sha512", b"yes");
        let signature = Signature::from_armour(&armoured).unwrap();
        let blob = blob(&signature);
        let change = (0..blob.len(), 0..8_u8, any::<bool>());
        let mut runner = TestRunner::new(Config::with_cases(60));
        let agree = |(at, bit, cut): (usize, u8, bool)| {
            let mut changed = blob.clone();
            match cut {
                true => changed.truncate(at),
                false => changed[at] ^= 1 << bit,
            }
            let armoured = enclose(&changed);
            let theirs = keygen.verify(&line, "holdpoint-approval", b"yes", &armoured);
            let key: PublicKey = line.parse().unwrap();
            let read = Signature::from_armour(&armoured);
            let ours = read.is_ok_and(|signature| {
                signature.key() == &key && signature.verify("holdpoint-approval", b"yes").is_ok()
            });
            // OpenSSH refuses only versions above 1; there never was a version 0, so it is refused here, too.
            let version_0 = !cut && (at, bit) == (9, 0);
            prop_assert_eq!(ours, theirs && !version_0, "byte {}, bit {}", at, bit);
            Ok(())
        };
        assert!(keygen.verify(&line, "holdpoint-approval", b"yes", &armoured));
        runner.run(&change, agree).unwrap();
    }
}

#[test]
fn keys_that_are_too_weak_or_of_another_kind_are_not_taken() {
    let keygen = Keygen::new();
    let short: Result<PublicKey, _> = keygen.key("rsa", Some(1024)).parse();
    assert_eq!(short, Err(KeyMistake::Bits(1024)));
    let keygen = Keygen::new();
    let other: Result<PublicKey, _> = keygen.key("ecdsa", Some(384)).parse();
    let message = other.unwrap_err().to_string();
    assert!(
        message.starts_with("`ecdsa-sha2-nistp384` is no kind of key"),
        "{message}"
    );
    let private = std::fs::read_to_string(keygen.path("key")).unwrap();
    assert_eq!(private.parse::<PublicKey>(), Err(KeyMistake::Private));
}

pub fn blob(signature: &Signature) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(signature.base64())
        .unwrap()
}

pub fn enclose(blob: &[u8]) -> String {
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(blob);
    let lines: Vec<_> = body
        .as_bytes()
        .chunks(70)
        .map(String::from_utf8_lossy)
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n")
}
