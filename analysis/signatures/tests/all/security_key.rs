//! A security key of software: what it signs, OpenSSH believes, and so does this.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_signatures::ssh::{KeyMistake, Presence, PublicKey, Signature, SignatureMistake};
use ring::digest::{SHA256, SHA512, digest};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};

use crate::keygen::Keygen;
use crate::openssh::enclose;

enum Token {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_be_bytes());
    out.extend_from_slice(bytes);
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::new();
    parts.iter().for_each(|part| put(&mut all, part));
    all
}

impl Token {
    fn all() -> [Self; 2] {
        let random = SystemRandom::new();
        let made = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let ed25519 = Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let p256 = EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).unwrap();
        [Self::Ed25519(ed25519), Self::P256(p256)]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "sk-ssh-ed25519@openssh.com",
            Self::P256(_) => "sk-ecdsa-sha2-nistp256@openssh.com",
        }
    }

    fn blob(&self, application: &str) -> Vec<u8> {
        let (name, app) = (self.name().as_bytes(), application.as_bytes());
        match self {
            Self::Ed25519(pair) => joined(&[name, pair.public_key().as_ref(), app]),
            Self::P256(pair) => joined(&[name, b"nistp256", pair.public_key().as_ref(), app]),
        }
    }

    fn line(&self, application: &str) -> String {
        format!(
            "{} {}",
            self.name(),
            STANDARD.encode(self.blob(application))
        )
    }

    fn sign(&self, namespace: &str, message: &[u8], flags: u8) -> String {
        let hash = digest(&SHA512, message);
        let mut signed = b"SSHSIG".to_vec();
        signed.extend(joined(&[
            namespace.as_bytes(),
            b"",
            b"sha512",
            hash.as_ref(),
        ]));
        let mut touched = digest(&SHA256, b"ssh:").as_ref().to_vec();
        touched.push(flags);
        touched.extend_from_slice(&7_u32.to_be_bytes());
        touched.extend_from_slice(digest(&SHA256, &signed).as_ref());
        let made = match self {
            Self::Ed25519(pair) => pair.sign(&touched).as_ref().to_vec(),
            Self::P256(pair) => {
                let made = pair.sign(&SystemRandom::new(), &touched).unwrap();
                let (r, s) = made.as_ref().split_at(32);
                joined(&[&integer(r), &integer(s)])
            }
        };
        let mut signature = joined(&[self.name().as_bytes(), &made]);
        signature.push(flags);
        signature.extend_from_slice(&7_u32.to_be_bytes());
        let mut blob = b"SSHSIG\0\0\0\x01".to_vec();
        let key = self.blob("ssh:");
        blob.extend(joined(&[
            &key,
            namespace.as_bytes(),
            b"",
            b"sha512",
            &signature,
        ]));
        enclose(&blob)
    }
}

/// The fewest bytes of a positive number.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let start = bytes
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(bytes.len());
    let mut number = bytes[start..].to_vec();
    if number.first().is_some_and(|first| first & 0x80 != 0) {
        number.insert(0, 0);
    }
    number
}

#[test]
fn what_a_touched_security_key_signs_holds_here_and_there() {
    for token in Token::all() {
        let keygen = Keygen::new();
        let line = token.line("ssh:");
        let key: PublicKey = line.parse().unwrap();
        assert!(key.algorithm().in_security_key());
        assert_eq!(key.fingerprint(), keygen.fingerprint(&line));
        for (flags, presence) in [(1, Presence::Touched), (5, Presence::Verified)] {
            let armoured = token.sign("holdpoint-approval", b"yes", flags);
            let signature = Signature::from_armour(&armoured).unwrap();
            assert_eq!(signature.key(), &key);
            assert_eq!(signature.verify("holdpoint-approval", b"yes"), Ok(presence));
            let no = signature.verify("holdpoint-approval", b"no");
            assert_eq!(no, Err(SignatureMistake::Wrong));
            let theirs = |message| keygen.verify(&line, "holdpoint-approval", message, &armoured);
            assert!(theirs(b"yes"));
            assert!(!theirs(b"no"));
        }
    }
}

#[test]
fn a_security_key_that_nobody_touched_says_nothing() {
    for token in Token::all() {
        let armoured = token.sign("holdpoint-approval", b"yes", 0);
        let signature = Signature::from_armour(&armoured).unwrap();
        let verified = signature.verify("holdpoint-approval", b"yes");
        assert_eq!(verified, Err(SignatureMistake::Untouched));
        // That somebody did cannot be added afterwards.
        let touched = token.sign("holdpoint-approval", b"yes", 1);
        let body = |text: &str| crate::openssh::blob(&Signature::from_armour(text).unwrap());
        let mut forged = body(&armoured);
        let at = forged.len() - 5;
        forged[at] = body(&touched)[body(&touched).len() - 5];
        let forged = Signature::from_blob(&forged).unwrap();
        let verified = forged.verify("holdpoint-approval", b"yes");
        assert_eq!(verified, Err(SignatureMistake::Wrong));
    }
}

#[test]
fn a_security_key_that_signs_for_web_sites_is_not_taken() {
    for token in Token::all() {
        let key: Result<PublicKey, _> = token.line("https://example.org").parse();
        let mistake = KeyMistake::Application("https://example.org".to_owned());
        assert_eq!(key, Err(mistake));
    }
}
