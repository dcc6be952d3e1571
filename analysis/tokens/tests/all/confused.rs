//! What has fooled others: other algorithms than the key's, keys that come along, two spellings of one thing.

use holdpoint_tokens::{LONGEST, Token, TokenMistake};
use ring::hmac;
use serde_json::json;

use crate::issuer::{Secret, b64, claims, set, verified};

fn plain() -> String {
    claims(&json!({}))
}

fn header(algorithm: &str) -> String {
    json!({"alg": algorithm, "kid": "a"}).to_string()
}

fn said(token: &str, secret: &Secret) -> String {
    let keys = set(&[secret.public("a")]);
    verified(token, &keys).unwrap_err().to_string()
}

#[test]
fn every_algorithm_that_is_taken_is_verified() {
    for (algorithm, secret) in [
        ("RS256", Secret::rsa()),
        ("PS256", Secret::rsa()),
        ("ES256", Secret::p256()),
        ("EdDSA", Secret::ed25519()),
        ("Ed25519", Secret::ed25519()),
    ] {
        let token = secret.token(&header(algorithm), &plain());
        let keys = set(&[secret.public("a")]);
        assert!(verified(&token, &keys).is_ok(), "{algorithm}");
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(bytes).unwrap();
            assert!(verified(&other, &keys).is_err(), "{algorithm} {at}");
        }
    }
}

#[test]
fn a_public_key_is_no_shared_secret() {
    let secret = Secret::rsa();
    for key in [
        secret.public("a")["n"].as_str().unwrap().to_owned(),
        secret.public("a").to_string(),
    ] {
        let message = format!("{}.{}", b64(header("HS256")), b64(plain()));
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        let tag = hmac::sign(&key, message.as_bytes());
        let said = said(&format!("{message}.{}", b64(tag)), &secret);
        assert!(said.contains("`HS256`"), "{said}");
    }
}

#[test]
fn which_way_a_token_is_signed_its_key_says() {
    let unknown = "the issuer has no key `a` that signs tokens like this";
    for (algorithm, secret) in [
        ("RS256", Secret::p256()),
        ("ES256", Secret::rsa()),
        ("EdDSA", Secret::p256()),
        ("PS256", Secret::ed25519()),
    ] {
        let token = secret.token(&header(algorithm), &plain());
        assert_eq!(said(&token, &secret), unknown);
    }
    // A key that says its algorithm signs in no other way, though it could.
    let secret = Secret::rsa();
    let mut key = secret.public("a");
    key["alg"] = json!("RS256");
    let token = secret.token(&header("PS256"), &plain());
    let mistake = verified(&token, &set(&[key])).unwrap_err();
    assert_eq!(mistake.to_string(), unknown);
    assert!(mistake.may_be_a_new_key() && !mistake.of_genuine());
}

#[test]
fn keys_that_a_token_brings_along_or_points_to_are_passed_over() {
    let (ours, theirs) = (Secret::ed25519(), Secret::p256());
    for extra in [
        json!({"jwk": theirs.public("a")}),
        json!({"jku": "https://evil.example/keys"}),
        json!({"x5u": "https://evil.example/chain"}),
        json!({"x5c": ["MIIB"]}),
    ] {
        let mut fields = json!({"alg": "ES256", "kid": "a"});
        for (name, value) in extra.as_object().unwrap() {
            fields[name] = value.clone();
        }
        let token = theirs.token(&fields.to_string(), &plain());
        assert!(said(&token, &ours).contains("no key `a`"));
        let genuine = Secret::p256();
        let keys = set(&[genuine.public("a")]);
        assert_eq!(verified(&token, &keys), Err(TokenMistake::Signature));
    }
}

#[test]
fn names_of_keys_are_names_and_nothing_else() {
    let secret = Secret::ed25519();
    for name in ["../../etc/passwd", "a' OR '1'='1", "", "a\u{0}", "A", "a "] {
        let header = json!({"alg": "EdDSA", "kid": name}).to_string();
        let said = said(&secret.token(&header, &plain()), &secret);
        assert_eq!(
            said,
            format!("the issuer has no key `{name}` that signs tokens like this")
        );
    }
    let long = json!({"alg": "EdDSA", "kid": "a".repeat(513)}).to_string();
    let said = said(&secret.token(&long, &plain()), &secret);
    assert_eq!(
        said,
        "the header of the token cannot be read: its `kid` is too long"
    );
}

#[test]
fn a_key_is_guessed_only_where_there_is_one() {
    let (one, other) = (Secret::ed25519(), Secret::p256());
    let token = one.token(r#"{"alg":"EdDSA"}"#, &plain());
    let keys = set(&[one.public("a"), other.public("b")]);
    assert!(verified(&token, &keys).is_ok());
    let twins = set(&[one.public("a"), one.public("b")]);
    assert_eq!(verified(&token, &twins), Err(TokenMistake::KeyUnsaid(2)));
    let none = set(&[other.public("b")]);
    let mistake = verified(&token, &none).unwrap_err();
    assert_eq!(mistake, TokenMistake::KeyUnsaid(0));
    assert!(mistake.may_be_a_new_key());
}

#[test]
fn what_a_header_calls_critical_is_not_understood() {
    let secret = Secret::ed25519();
    for (extra, name) in [
        (r#""crit":["exp"],"exp":1"#, "crit"),
        (r#""crit":[]"#, "crit"),
        (r#""crit":["b64"],"b64":false"#, "crit"),
        (r#""b64":false"#, "b64"),
        (r#""b64":true"#, "b64"),
        (r#""zip":"DEF""#, "zip"),
        (r#""enc":"A128GCM""#, "enc"),
    ] {
        let header = format!(r#"{{"alg":"EdDSA","kid":"a",{extra}}}"#);
        let said = said(&secret.token(&header, &plain()), &secret);
        let expected =
            format!("the header of the token has `{name}`, which is not understood here");
        assert_eq!(said, expected);
    }
}

#[test]
fn a_name_that_stands_twice_is_refused_wherever_it_stands() {
    let secret = Secret::ed25519();
    for (header, claims, name) in [
        (r#"{"alg":"EdDSA","alg":"none","kid":"a"}"#, "{}", "alg"),
        (r#"{"alg":"EdDSA","kid":"a","kid":"b"}"#, "{}", "kid"),
        (
            r#"{"alg":"EdDSA","kid":"a"}"#,
            r#"{"sub":"anna","sub":"ben"}"#,
            "sub",
        ),
        (
            r#"{"alg":"EdDSA","kid":"a"}"#,
            r#"{"a":[{"b":1,"b":2}]}"#,
            "b",
        ),
        (
            r#"{"alg":"EdDSA","kid":"a"}"#,
            r#"{"sub":"anna","\u0073ub":"ben"}"#,
            "sub",
        ),
    ] {
        let said = said(&secret.token(header, claims), &secret);
        assert!(
            said.contains(&format!("`{name}` stands in it twice")),
            "{said}"
        );
    }
}

#[test]
fn one_thing_has_one_spelling() {
    let secret = Secret::ed25519();
    let good = secret.token(&header("EdDSA"), &plain());
    let [head, body, tail] = good.split('.').collect::<Vec<_>>()[..] else {
        panic!("{good}");
    };
    let unreadable = |part: &str| {
        format!("the {part} of the token cannot be read: it is not base64url without padding")
    };
    // Padded, with the other alphabet, with blanks, with bits that mean nothing.
    assert_eq!(
        said(&format!("{head}=.{body}.{tail}"), &secret),
        unreadable("header")
    );
    assert_eq!(
        said(&format!("{head}.{body}==.{tail}"), &secret),
        unreadable("claims")
    );
    assert_eq!(
        said(&format!("{head}.{body}.{tail}=="), &secret),
        unreadable("signature")
    );
    assert_eq!(
        said(&format!("{head}.{body}.+/{tail}"), &secret),
        unreadable("signature")
    );
    assert_eq!(
        said(&format!("{head}.{body}\n.{tail}"), &secret),
        unreadable("claims")
    );
    assert_eq!(said(&format!(" {good}"), &secret), unreadable("header"));
    let last = tail.chars().last().unwrap();
    let stem = &tail[..tail.len() - 1];
    let others = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().filter(|c| *c != last);
    for other in others {
        assert!(!said(&format!("{head}.{body}.{stem}{other}"), &secret).is_empty());
    }
}

#[test]
fn a_signature_has_one_form() {
    let secret = Secret::p256();
    let keys = set(&[secret.public("a")]);
    let message = format!("{}.{}", b64(header("ES256")), b64(plain()));
    let raw = secret.sign("ES256", &message);
    // As DER, too short, too long, all zeros: (0, 0) was once good for every message.
    let der = [
        &[0x30, 0x44, 0x02, 0x20][..],
        &raw[..32],
        &[0x02, 0x20],
        &raw[32..],
    ]
    .concat();
    for wrong in [
        der,
        raw[..63].to_vec(),
        [&raw[..], b"\0"].concat(),
        vec![0; 64],
        Vec::new(),
    ] {
        let token = format!("{message}.{}", b64(wrong));
        assert_eq!(verified(&token, &keys), Err(TokenMistake::Signature));
    }
    let secret = Secret::rsa();
    let message = format!("{}.{}", b64(header("RS256")), b64(plain()));
    let raw = secret.sign("RS256", &message);
    let longer = [b"\0", &raw[..]].concat();
    let token = format!("{message}.{}", b64(longer));
    let keys = set(&[secret.public("a")]);
    assert_eq!(verified(&token, &keys), Err(TokenMistake::Signature));
}

#[test]
fn a_token_has_three_parts_and_is_not_too_long() {
    let secret = Secret::ed25519();
    let good = secret.token(&header("EdDSA"), &plain());
    let parts = |text: &str| Token::read(text).map(drop);
    assert_eq!(parts(""), Err(TokenMistake::Parts(1)));
    assert_eq!(parts("a.b"), Err(TokenMistake::Parts(2)));
    // Encrypted ones have five (RFC 7516).
    assert_eq!(parts("a.b.c.d.e"), Err(TokenMistake::Parts(5)));
    assert_eq!(parts(&".".repeat(2_000)), Err(TokenMistake::Parts(6)));
    assert_eq!(
        parts(&"a".repeat(LONGEST + 1)),
        Err(TokenMistake::Long(LONGEST))
    );
    assert_eq!(parts(&format!("{good}.")), Err(TokenMistake::Parts(4)));
    assert!(Token::is_like(&good) && !Token::is_like("hp_0123"));
    // As JSON (RFC 7515, section 7.2).
    assert!(parts(r#"{"payload":"e30","signatures":[]}"#).is_err());
}

#[test]
fn what_is_no_json_object_is_no_part_of_a_token() {
    let secret = Secret::ed25519();
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for claims in [
        "",
        "null",
        "[]",
        "\"a\"",
        "{}x",
        "{} {}",
        "\u{feff}{}",
        &deep,
    ] {
        let said = said(&secret.token(&header("EdDSA"), claims), &secret);
        assert!(
            said.starts_with("the claims of the token cannot be read"),
            "{claims} {said}"
        );
    }
    let broken = format!("{}.{}.AA", b64([0xff, 0xfe]), b64("{}"));
    assert!(said(&broken, &secret).starts_with("the header of the token cannot be read"));
    for header in [
        r#"{"kid":"a"}"#,
        r#"{"alg":1}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["EdDSA"]}"#,
    ] {
        let said = said(&secret.token(header, "{}"), &secret);
        assert!(
            said.starts_with("the header of the token cannot be read"),
            "{said}"
        );
    }
}
