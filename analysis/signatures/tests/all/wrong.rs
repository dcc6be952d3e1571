//! Every mistake is said.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_signatures::ssh::{PublicKey, Signature};

use crate::keygen::Keygen;
use crate::openssh::{blob, enclose};

fn key_mistake(text: &str) -> String {
    text.parse::<PublicKey>().unwrap_err().to_string()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes
        .windows(from.len())
        .position(|part| part == from)
        .unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn a_line_that_is_no_key_says_why() {
    let key = Keygen::new().key("ed25519", None);
    let (kind, rest) = key.split_once(' ').unwrap();
    let (body, _) = rest.split_once(' ').unwrap();
    let bytes = STANDARD.decode(body).unwrap();
    let said = [
        key_mistake(" \n"),
        key_mistake(&key.repeat(2)),
        key_mistake("hello world"),
        key_mistake("ssh-dss AAAA"),
        key_mistake(kind),
        key_mistake(&format!("{kind} !!")),
        key_mistake(&format!("ssh-rsa {body}")),
        key_mistake(&format!("{kind} {}", STANDARD.encode(&bytes[..40]))),
        key_mistake(&format!(
            "{kind} {}",
            STANDARD.encode([&bytes[..], b"x"].concat())
        )),
        key_mistake(&format!("{kind} {}", STANDARD.encode(&bytes[..3]))),
    ];
    let known = "ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa (2048 bits and more), sk-ssh-ed25519@openssh.com and \
                 sk-ecdsa-sha2-nistp256@openssh.com are";
    let expected = [
        "there is no key: it is one line, as in a file that ends in `.pub`".to_owned(),
        "this is more than one line: a public key is one line, as in a file that ends in `.pub`"
            .to_owned(),
        format!("`hello` is no kind of key that is used here: {known}"),
        format!("`ssh-dss` is no kind of key that is used here: {known}"),
        "what stands after `ssh-ed25519` is no base64".to_owned(),
        "what stands after `ssh-ed25519` is no base64".to_owned(),
        "the line begins with `ssh-rsa`, but the key in it is `ssh-ed25519`".to_owned(),
        "the bytes of this `ssh-ed25519` key are broken off, or not those of such a key".to_owned(),
        "the bytes of this `ssh-ed25519` key are broken off, or not those of such a key".to_owned(),
        "the bytes of this `ssh-ed25519` key are broken off, or not those of such a key".to_owned(),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_text_that_is_no_signature_says_why() {
    let keygen = Keygen::new();
    keygen.key("ed25519", None);
    let good = Signature::from_armour(&keygen.sign("file", "sha512", b"yes")).unwrap();
    let bytes = blob(&good);
    let mistake = |text: &str| Signature::from_armour(text).unwrap_err().to_string();
    let of = |bytes: &[u8]| mistake(&enclose(bytes));
    let version = replaced(&bytes, b"SSHSIG\0\0\0\x01", b"SSHSIG\0\0\0\x02");
    let said = [
        mistake("yes"),
        mistake("-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----"),
        mistake(&"x".repeat(40_000)),
        of(&bytes[..bytes.len() - 1]),
        of(&[&bytes[..], b"x"].concat()),
        of(&version),
        of(&replaced(&bytes, b"sha512", b"sha384")),
        of(&replaced(&bytes, b"ssh-ed25519", b"ssh-ed44819")),
        good.verify("holdpoint-approval", b"yes")
            .unwrap_err()
            .to_string(),
        good.verify("file", b"no").unwrap_err().to_string(),
    ];
    let broken = "the bytes of the signature are broken off, or not those of a signature";
    let expected = [
        "this does not begin with `-----BEGIN SSH SIGNATURE-----` and end with `-----END SSH SIGNATURE-----`",
        "the body of the signature is no base64",
        "this is longer than any signature",
        broken,
        broken,
        "the signature has version 2, and only version 1 is known",
        "the signature hashes with `sha384`, and only sha256 and sha512 are known",
        "the key in the signature cannot be used: `ssh-ed44819` is no kind of key that is used here: \
         ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa (2048 bits and more), sk-ssh-ed25519@openssh.com and \
         sk-ecdsa-sha2-nistp256@openssh.com are",
        "the signature was made for the namespace `file`, not for `holdpoint-approval`",
        "the signature is not by this key over these bytes",
    ];
    assert_eq!(said, expected);
}

/// The hash that was signed with RSA's first padding and SHA-1 is not one that anybody should believe.
#[test]
fn an_rsa_key_signs_with_sha_2_only() {
    let keygen = Keygen::new();
    keygen.key("rsa", Some(2048));
    let good = Signature::from_armour(&keygen.sign("file", "sha512", b"yes")).unwrap();
    let bytes = replaced(&blob(&good), b"rsa-sha2-512", b"rsa-sha1-000");
    let mistake = Signature::from_blob(&bytes).unwrap_err().to_string();
    assert_eq!(
        mistake,
        "the signature is by `rsa-sha1-000`, and this key signs by rsa-sha2-512 or rsa-sha2-256"
    );
}
