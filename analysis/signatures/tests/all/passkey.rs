//! An authenticator of software, which does what it is told: whatever is not as it should be is found.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_signatures::passkey::{
    Algorithm, Expected, PasskeyKey, PasskeyMistake, asserted, created,
};
use holdpoint_signatures::ssh::PublicKey;
use proptest::prelude::*;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

fn pairs() -> [Pair; 2] {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
    let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let es256 = EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).unwrap();
    let made = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    [
        Pair::Es256(es256),
        Pair::EdDsa(Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap()),
    ]
}

impl Pair {
    fn cose(&self) -> Vec<u8> {
        match self {
            Self::Es256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                [
                    &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..],
                    x,
                    &[0x22, 0x58, 32],
                    y,
                ]
                .concat()
            }
            Self::EdDsa(pair) => {
                let x = pair.public_key().as_ref();
                [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], x].concat()
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(pair) => pair
                .sign(&SystemRandom::new(), message)
                .unwrap()
                .as_ref()
                .to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

const SITE: &str = "holdpoint.example.org";
const ORIGIN: &str = "https://holdpoint.example.org";
const CHALLENGE: &[u8] = b"the digest of what is signed";

fn expected() -> Expected<'static> {
    Expected {
        challenge: CHALLENGE,
        origin: ORIGIN,
        site: SITE,
    }
}

fn client(kind: &str, challenge: &[u8], origin: &str, more: &str) -> Vec<u8> {
    let challenge = URL_SAFE_NO_PAD.encode(challenge);
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{more}}}"#)
        .into_bytes()
}

fn get() -> Vec<u8> {
    client("webauthn.get", CHALLENGE, ORIGIN, r#","crossOrigin":false"#)
}

fn data(site: &str, flags: u8, count: u32) -> Vec<u8> {
    [
        digest(&SHA256, site.as_bytes()).as_ref(),
        &[flags],
        &count.to_be_bytes(),
    ]
    .concat()
}

fn made(pair: &Pair, id: &[u8]) -> Vec<u8> {
    let length = u16::try_from(id.len()).unwrap().to_be_bytes();
    [
        &data(SITE, 0x45, 0)[..],
        &[7; 16],
        &length,
        id,
        &pair.cose(),
    ]
    .concat()
}

fn signs(pair: &Pair, client: &[u8], data: &[u8]) -> Result<u32, PasskeyMistake> {
    let signature = pair.sign(&[data, digest(&SHA256, client).as_ref()].concat());
    let key = PasskeyKey::from_cose(&pair.cose()).unwrap();
    asserted(&key, client, data, &signature, &expected())
}

#[test]
fn what_a_passkey_signs_holds() {
    for (pair, algorithm) in pairs().iter().zip([Algorithm::Es256, Algorithm::EdDsa]) {
        let create = client("webauthn.create", CHALLENGE, ORIGIN, "");
        let found = created(&create, &made(pair, b"its id"), &expected()).unwrap();
        assert_eq!(found.credential, b"its id");
        assert_eq!(found.key.cose(), pair.cose());
        assert_eq!(found.key.algorithm(), algorithm);
        assert!(found.key.fingerprint().starts_with("SHA256:"));
        assert_eq!(signs(pair, &get(), &data(SITE, 5, 9)), Ok(9));
        // Extensions are signed, too, and say nothing here.
        let extended = [&data(SITE, 0x85, 9)[..], &[0xa0]].concat();
        assert_eq!(signs(pair, &get(), &extended), Ok(9));
    }
}

#[test]
fn whatever_is_not_as_it_should_be_is_said() {
    let [pair, other] = pairs();
    let good = data(SITE, 5, 9);
    let said = |client: &[u8], data: &[u8]| signs(&pair, client, data).unwrap_err().to_string();
    let at = |origin: &str| client("webauthn.get", CHALLENGE, origin, "");
    let create = client("webauthn.create", CHALLENGE, ORIGIN, "");
    let framed = client("webauthn.get", CHALLENGE, ORIGIN, r#","crossOrigin":true"#);
    let answers = [
        said(b"{}", &good),
        said(&create, &good),
        said(&client("webauthn.get", b"another", ORIGIN, ""), &good),
        said(&at("https://holdpoint.example.org.evil.example"), &good),
        said(&framed, &good),
        said(&get(), &data("evil.example", 5, 9)),
        said(&get(), &data(SITE, 4, 9)),
        said(&get(), &data(SITE, 1, 9)),
        said(&get(), &good[..36]),
        said(&get(), &[&good[..], b"more"].concat()),
    ];
    let broken = "the authenticator data are broken off, or not those of an authenticator";
    let expected_answers = [
        "what the browser says of the page is no client data: missing field `type` at line 1 column 2",
        "the browser was asked for `webauthn.create`, not for `webauthn.get`",
        "the browser answers another challenge than what is signed here",
        "the page was at `https://holdpoint.example.org.evil.example`, and this passkey is for \
         `https://holdpoint.example.org`",
        "the page was shown inside of another site's",
        "the authenticator answers for another site than `holdpoint.example.org`",
        "nobody was there when the authenticator signed",
        "the authenticator did not ask who was there: a PIN, a finger or a face is needed",
        broken,
        broken,
    ];
    assert_eq!(answers, expected_answers);
    let key = PasskeyKey::from_cose(&other.cose()).unwrap();
    let signature = pair.sign(&[&good[..], digest(&SHA256, &get()).as_ref()].concat());
    let wrong = asserted(&key, &get(), &good, &signature, &expected());
    assert_eq!(wrong, Err(PasskeyMistake::Wrong));
    let none = created(&create, &good, &expected());
    assert_eq!(none, Err(PasskeyMistake::NoCredential));
}

#[test]
fn a_key_of_another_kind_is_not_taken() {
    let [es256, eddsa] = pairs();
    for pair in [es256, eddsa] {
        let cose = pair.cose();
        for at in 0..10 {
            let mut changed = cose.clone();
            changed[at] ^= 1;
            let read = PasskeyKey::from_cose(&changed);
            assert_eq!(read, Err(PasskeyMistake::Key), "byte {at}");
        }
        assert!(PasskeyKey::from_cose(&cose[..cose.len() - 1]).is_err());
        assert!(PasskeyKey::from_cose(&[&cose[..], &[0]].concat()).is_err());
    }
}

/// As the authenticators of some computers sign.
#[test]
fn a_key_of_rsa_is_taken_if_it_is_long_enough() {
    let keygen = crate::keygen::Keygen::new();
    let line: PublicKey = keygen.key("rsa", Some(2048)).parse().unwrap();
    let pair = ring::rsa::KeyPair::from_pkcs8(&keygen.pkcs8()).unwrap();
    // The modulus is the last in the line.
    let modulus = line.blob()[line.blob().len() - 256..].to_vec();
    let cose = |modulus: &[u8], exponent: &[u8]| {
        let length = u16::try_from(modulus.len()).unwrap().to_be_bytes();
        let head = [0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59];
        [&head[..], &length, modulus, &[0x21, 0x43], exponent].concat()
    };
    let key = PasskeyKey::from_cose(&cose(&modulus, &[1, 0, 1])).unwrap();
    assert_eq!(key.algorithm(), Algorithm::Rs256);
    let exponent = PasskeyKey::from_cose(&cose(&modulus, &[0, 0, 3]));
    assert_eq!(exponent, Err(PasskeyMistake::Key));
    let short = PasskeyKey::from_cose(&cose(&modulus[..255], &[1, 0, 1]));
    assert_eq!(short, Err(PasskeyMistake::Key));
    let (client, data) = (get(), data(SITE, 5, 9));
    let signed = [&data[..], digest(&SHA256, &client).as_ref()].concat();
    let mut made = vec![0; 256];
    let padding = &ring::signature::RSA_PKCS1_SHA256;
    pair.sign(padding, &SystemRandom::new(), &signed, &mut made)
        .unwrap();
    assert_eq!(asserted(&key, &client, &data, &made, &expected()), Ok(9));
    made[7] ^= 1;
    let forged = asserted(&key, &client, &data, &made, &expected());
    assert_eq!(forged, Err(PasskeyMistake::Wrong));
}

proptest! {
    /// Not one bit of what was signed can be another.
    #[test]
    fn a_bit_that_is_turned_is_found(at in 0..1_000_usize, bit in 0..8_u8, which in 0..3_usize) {
        let [pair, _] = pairs();
        let key = PasskeyKey::from_cose(&pair.cose()).unwrap();
        let (client, data) = (get(), data(SITE, 5, 9));
        let signature = pair.sign(&[&data[..], digest(&SHA256, &client).as_ref()].concat());
        let mut parts = [client, data, signature];
        let length = parts[which].len();
        parts[which][at % length] ^= 1 << bit;
        let [client, data, signature] = parts;
        prop_assert!(asserted(&key, &client, &data, &signature, &expected()).is_err());
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(key) = PasskeyKey::from_cose(&bytes) {
            prop_assert_eq!(key.cose(), bytes.clone());
        }
        let _ = created(&bytes, &bytes, &expected());
    }
}
