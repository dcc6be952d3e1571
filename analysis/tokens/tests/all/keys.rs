//! Sets of keys (RFC 7517).

use holdpoint_tokens::{KeyMistake, KeySet};
use serde_json::{Value, json};

use crate::issuer::{RSA, Secret};

fn read(keys: &[Value]) -> Result<usize, KeyMistake> {
    let set = KeySet::read(json!({ "keys": keys }).to_string().as_bytes());
    set.map(|set| set.keys().len())
}

#[test]
fn keys_of_other_kinds_and_for_other_uses_are_passed_over() {
    let good = Secret::ed25519().public("a");
    let with = |name: &str, value: Value| {
        let mut key = good.clone();
        key[name] = value;
        key
    };
    for other in [
        json!({"kty": "XYZ", "kid": "new"}),
        json!({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}),
        json!({"kty": "OKP", "crv": "X25519", "x": good["x"]}),
        json!({"kid": "nothing"}),
        with("use", json!("enc")),
        with("use", json!(["sig"])),
        with("key_ops", json!(["sign"])),
        with("key_ops", json!("verify")),
        with("alg", json!("RS256")),
        with("alg", json!("HS256")),
        with("alg", json!(7)),
        with("kid", json!(7)),
        with("x", json!("AAAA")),
        with("x", json!(format!("{}=", good["x"].as_str().unwrap()))),
    ] {
        assert_eq!(
            read(std::slice::from_ref(&other)),
            Err(KeyMistake::Useless),
            "{other}"
        );
        assert_eq!(read(&[other, good.clone()]), Ok(1));
    }
    let fine = [
        with("use", json!("sig")),
        with("key_ops", json!(["verify"])),
        with("alg", json!("Ed25519")),
    ];
    assert_eq!(read(&fine), Ok(3));
}

#[test]
fn rsa_keys_are_large_enough_and_spelt_without_zeros() {
    let rsa = |n: &str, e: &str| json!({"kty": "RSA", "n": n, "e": e});
    let n = RSA["n"].as_str().unwrap();
    assert_eq!(read(&[rsa(n, "AQAB")]), Ok(1));
    for wrong in [
        rsa(&n[..n.len() / 2], "AQAB"),
        rsa(&format!("AAAA{n}"), "AQAB"),
        rsa(n, "AAEAAQ"),
        rsa(n, ""),
        rsa(n, "AQABAQAB"),
        rsa(&n.repeat(5), "AQAB"),
    ] {
        assert_eq!(read(&[wrong]), Err(KeyMistake::Useless));
    }
}

#[test]
fn points_have_both_coordinates_at_full_length() {
    let good = Secret::p256().public("a");
    let mut short = good.clone();
    short["x"] = json!("AAAA");
    assert_eq!(read(&[good]), Ok(1));
    assert_eq!(read(&[short]), Err(KeyMistake::Useless));
}

#[test]
fn a_private_key_is_no_issuers_business_to_show() {
    let mut private = Secret::ed25519().public("a");
    private["d"] = json!("AAAA");
    let shared = json!({"kty": "oct", "k": "AAAA"});
    let good = Secret::p256().public("b");
    for wrong in [private, shared] {
        assert_eq!(read(&[good.clone(), wrong]), Err(KeyMistake::Private));
    }
}

#[test]
fn a_set_is_a_set() {
    let said = |text: &str| KeySet::read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        said("{}"),
        "this is no set of keys (RFC 7517): it has no list `keys`"
    );
    assert_eq!(
        said(r#"{"keys":{}}"#),
        "this is no set of keys (RFC 7517): it has no list `keys`"
    );
    assert_eq!(
        said(r#"{"keys":["a"]}"#),
        "this is no set of keys (RFC 7517): one of `keys` is no object"
    );
    assert!(said("<html>").starts_with("this is no set of keys (RFC 7517): "));
    assert!(said(r#"{"keys":[],"keys":[]}"#).contains("`keys` stands in it twice"));
    assert_eq!(
        said(r#"{"keys":[]}"#),
        "no key in it signs with RS256, PS256, ES256 or EdDSA"
    );
    let many = vec![json!({}); 101];
    assert_eq!(read(&many), Err(KeyMistake::Large));
    assert_eq!(KeySet::read(&vec![b' '; 300_000]), Err(KeyMistake::Large));
}
