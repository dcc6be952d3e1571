//! Tokens for steps, verified by hand: another crate verifies them, too (`holdpoint-tokens`, its tests).

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_identity::{
    Claim, IssueMistake, Issuer, StepToken, Subject, SubjectMistake, TokenKeys,
};
use proptest::prelude::*;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::world::NOW;

fn issuer() -> Issuer {
    Issuer::new("https://release.example.com").unwrap()
}

fn subject() -> Subject {
    let parts = [
        ("organisation", "acme"),
        ("pipeline", "deploy"),
        ("step", "apply"),
    ];
    Subject::new(&parts).unwrap()
}

fn saying(claims: &[(&str, Claim)]) -> StepToken {
    let claims = claims
        .iter()
        .map(|(name, claim)| ((*name).to_owned(), claim.clone()));
    StepToken {
        subject: subject(),
        audience: "https://registry.example.com".to_owned(),
        now: NOW,
        lifetime: Duration::from_secs(600),
        id: [9; 16],
        claims: claims.collect(),
    }
}

fn text(claim: &str) -> Claim {
    Claim::Text(claim.to_owned())
}

fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// The claims of a token, if a key of the set that it names has signed it.
fn verified(token: &str, jwks: &str) -> Option<Value> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("{token}")
    };
    let header: Value = serde_json::from_slice(&decoded(header)).unwrap();
    let set: Value = serde_json::from_str(jwks).unwrap();
    let key = set["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"] == header["kid"])?;
    let half = |name: &str| decoded(key[name].as_str().unwrap());
    let point = [vec![4], half("x"), half("y")].concat();
    let message = &token[..token.len() - signature.len() - 1];
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    key.verify(message.as_bytes(), &decoded(signature)).ok()?;
    Some(serde_json::from_slice(&decoded(claims)).unwrap())
}

#[test]
fn a_token_says_who_and_for_whom_and_when() {
    let keys = TokenKeys::create(NOW).unwrap();
    let token = saying(&[
        ("run", Claim::Number(7)),
        ("environment", text("production")),
        ("approved", Claim::Flag(true)),
        ("roles", Claim::Texts(vec!["a".to_owned(), "b".to_owned()])),
    ]);
    let token = issuer().issue(&keys, &token).unwrap();
    let jwks = issuer().jwks(&keys, NOW).unwrap();
    assert!(verified(&token, &jwks).is_some());
    // The very text: the registered claims first, the others by their names.
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(
        String::from_utf8(decoded(parts[1])).unwrap(),
        concat!(
            r#"{"iss":"https://release.example.com","#,
            r#""sub":"organisation:acme:pipeline:deploy:step:apply","#,
            r#""aud":"https://registry.example.com","exp":1800000600,"nbf":1800000000,"iat":1800000000,"#,
            r#""jti":"CQkJCQkJCQkJCQkJCQkJCQ","approved":true,"environment":"production","#,
            r#""roles":["a","b"],"run":7}"#
        )
    );
    let set: Value = serde_json::from_str(&jwks).unwrap();
    let kid = set["keys"][0]["kid"].as_str().unwrap();
    assert_eq!(
        String::from_utf8(decoded(parts[0])).unwrap(),
        format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"JWT"}}"#)
    );
    assert_eq!(decoded(parts[2]).len(), 64);
}

#[test]
fn nobody_elses_key_and_no_other_text_verifies() {
    let (keys, others) = (
        TokenKeys::create(NOW).unwrap(),
        TokenKeys::create(NOW).unwrap(),
    );
    let token = issuer().issue(&keys, &saying(&[])).unwrap();
    assert!(verified(&token, &issuer().jwks(&others, NOW).unwrap()).is_none());
    let jwks = issuer().jwks(&keys, NOW).unwrap();
    let changed = token.replacen("ey", "eX", 2);
    assert_ne!(changed, token);
    let parts: Vec<_> = token.split('.').collect();
    let claims = URL_SAFE_NO_PAD.encode(
        String::from_utf8(decoded(parts[1]))
            .unwrap()
            .replace("acme", "evil"),
    );
    assert!(verified(&[parts[0], &claims, parts[2]].join("."), &jwks).is_none());
}

#[test]
fn the_set_has_public_halves_only() {
    let keys = TokenKeys::create(NOW).unwrap();
    let jwks = issuer().jwks(&keys, NOW).unwrap();
    let set: Value = serde_json::from_str(&jwks).unwrap();
    let key = set["keys"][0].as_object().unwrap();
    let names: std::collections::BTreeSet<_> = key.keys().map(String::as_str).collect();
    let public = ["alg", "crv", "kid", "kty", "use", "x", "y"];
    assert_eq!(names, std::collections::BTreeSet::from(public));
    assert!(jwks.starts_with(r#"{"keys":[{"use":"sig","kty":"EC","alg":"ES256","kid":""#));
}

#[test]
fn the_document_says_where_the_keys_are() {
    let issuer = issuer();
    let address = "https://release.example.com/.well-known/jwks.json";
    let document = issuer.discovery(address, &["environment", "run"]).unwrap();
    let read: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(
        read,
        json!({
            "issuer": "https://release.example.com",
            "jwks_uri": address,
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["openid"],
            "claims_supported": ["sub", "aud", "exp", "iat", "iss", "jti", "nbf", "environment", "run"],
        })
    );
    assert_eq!(
        issuer.well_known(),
        "https://release.example.com/.well-known/openid-configuration"
    );
}

#[test]
fn all_that_a_token_cannot_say_is_said_at_once() {
    let keys = TokenKeys::create(NOW).unwrap();
    let mut token = saying(&[
        ("sub", text("somebody else")),
        ("a b", text("x")),
        ("large", Claim::Number(1 << 53)),
        ("largest", Claim::Number((1 << 53) - 1)),
    ]);
    token.lifetime = Duration::from_secs(3_601);
    token.audience = String::new();
    token.now = -1;
    let error = issuer().issue(&keys, &token).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a token counts for a minute at least and 60 minutes at most, not for 3601 seconds; \
         now is before 1970: is the clock right?; \
         the audience has 0 bytes: 1 to 255 were expected, such as `https://registry.example.com`; \
         `a b` is no name of a claim: 1 to 64 letters from A to Z, digits, `_`, `-` and `.` were expected; \
         the number of the claim `large` has more than 53 bits: say it as a text; \
         the claim `sub` is the issuer's own: give yours another name"
    );
    let long = issuer().issue(&keys, &saying(&[("all", text(&"x".repeat(8_000)))]));
    assert!(matches!(long, Err(IssueMistake::Long(8_193..))), "{long:?}");
}

#[test]
fn an_issuer_is_an_address_that_others_reach() {
    for good in [
        "https://release.example.com",
        "https://example.com:8443/holdpoint",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://[::1]:80",
        "http://[::1]",
    ] {
        assert_eq!(
            Issuer::new(good).map(|issuer| issuer.address().to_owned()),
            Ok(good.to_owned())
        );
    }
    for (bad, why) in [
        ("http://release.example.com", "`https://`"),
        ("http://localhost.example.com", "`https://`"),
        ("http://localhost@example.com", "`https://`"),
        ("release.example.com", "`https://`"),
        ("https://", "no host"),
        ("https:///a", "no host"),
        ("https://:8443", "no host"),
        ("https://example.com/", "a `/` at its end"),
        ("https://example.com?a", "such as `?`"),
        ("https://example.com#a", "such as `?`"),
        ("https://a@example.com", "such as `?`"),
        ("https://exa mple.com", "such as `?`"),
        (&format!("https://{}", "a".repeat(250)), "longer than 255"),
    ] {
        let error = Issuer::new(bad).unwrap_err().to_string();
        assert!(error.contains(why), "{bad}: {error}");
    }
}

#[test]
fn parts_of_a_subject_are_named_and_not_empty() {
    let subject = |parts: &[(&str, &str)]| Subject::new(parts).map_err(|error| error.to_string());
    assert_eq!(Subject::new(&[]), Err(SubjectMistake::Empty));
    assert_eq!(
        subject(&[("A", "1"), ("", "2"), ("b", "")]).unwrap_err(),
        "these cannot name parts of a subject, which lower-case letters, digits, `_` and `-` do: `A`, ``"
    );
    assert_eq!(
        subject(&[("a", "1"), ("b", ""), ("c", "")]).unwrap_err(),
        "these parts of the subject are empty: `b`, `c`"
    );
    assert!(subject(&[("a", &"x".repeat(253))]).is_ok());
    assert!(
        subject(&[("a", &"x".repeat(254))])
            .unwrap_err()
            .contains("has 256 characters: 255")
    );
    let odd = Subject::new(&[("ref", "refs/heads/a:b%*ü"), ("step", "x y")]).unwrap();
    assert_eq!(odd.as_str(), "ref:refs/heads/a%3Ab%25%2A%C3%BC:step:x%20y");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Two that differ in a part differ in their subject: it can be taken apart again.
    #[test]
    fn nobody_becomes_somebody_else(parts in proptest::collection::vec(("[a-z_-]{1,6}", "[ -~ü]{1,12}"), 1..5)) {
        let borrowed: Vec<_> = parts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let subject = Subject::new(&borrowed).unwrap();
        let pieces: Vec<_> = subject.as_str().split(':').map(unescaped).collect();
        let again: Vec<_> = pieces.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        prop_assert_eq!(again, parts);
        prop_assert!(subject.as_str().is_ascii());
    }

    #[test]
    fn what_was_said_is_what_is_read(claims in proptest::collection::btree_map("[a-z_]{8,12}", ".{0,40}", 0..8)) {
        let keys = TokenKeys::create(NOW).unwrap();
        let mut token = saying(&[]);
        token.claims = claims.iter().map(|(name, value)| (name.clone(), Claim::Text(value.clone()))).collect();
        let token = issuer().issue(&keys, &token).unwrap();
        let read = verified(&token, &issuer().jwks(&keys, NOW).unwrap()).unwrap();
        let mut read: BTreeMap<String, Value> = serde_json::from_value(read).unwrap();
        for own in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"] {
            prop_assert!(read.remove(own).is_some());
        }
        let said: BTreeMap<String, Value> = claims.into_iter().map(|(name, value)| (name, json!(value))).collect();
        prop_assert_eq!(read, said);
    }
}

fn unescaped(piece: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = piece.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'%' => {
                bytes.extend(hex::decode(&after[..2]).unwrap());
                rest = &after[2..];
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap()
}
