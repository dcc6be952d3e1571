//! Tokens of the issuer of our own (`holdpoint-identity`), as somebody takes them who knows nothing of it.

use std::collections::BTreeMap;
use std::time::Duration;

use holdpoint_identity::{Claim, Issuer, LONGEST_LIFETIME, StepToken, Subject, TokenKeys};
use holdpoint_tokens::{Algorithm, Expected, KeySet, Provider, Token, TokenMistake, Verified};

use crate::issuer::{AUDIENCE, ISSUER, NOW};

const DAY: i64 = 86_400;

fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

fn token(now: i64, lifetime: Duration) -> StepToken {
    let claims = [
        ("environment", Claim::Text("production".to_owned())),
        ("run", Claim::Number(7)),
    ];
    StepToken {
        subject: Subject::new(&[("organisation", "acme"), ("step", "a:b")]).unwrap(),
        audience: AUDIENCE.to_owned(),
        now,
        lifetime,
        id: [1; 16],
        claims: BTreeMap::from(claims.map(|(name, claim)| (name.to_owned(), claim))),
    }
}

fn published(keys: &TokenKeys, now: i64) -> KeySet {
    KeySet::read(issuer().jwks(keys, now).unwrap().as_bytes()).unwrap()
}

fn verified(keys: &TokenKeys, now: i64, set: &KeySet) -> Result<Verified, TokenMistake> {
    let text = issuer().issue(keys, &token(now, LONGEST_LIFETIME)).unwrap();
    Token::read(&text).unwrap().verify(set)
}

fn expected(now: i64) -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        audience: AUDIENCE,
        now,
        skew: 0,
        longest: Some(3_600),
    }
}

#[test]
fn our_tokens_count_as_those_of_others_do() {
    let keys = TokenKeys::create(NOW).unwrap();
    let token = verified(&keys, NOW, &published(&keys, NOW)).unwrap();
    assert_eq!(token.algorithm, Algorithm::Es256);
    assert_eq!(token.check(&expected(NOW)), Ok(()));
    assert_eq!(token.check(&expected(NOW + 3_599)), Ok(()));
    assert_eq!(
        token.check(&expected(NOW + 3_600)),
        Err(TokenMistake::Expired(0))
    );
    assert_eq!(token.check(&expected(NOW - 1)), Err(TokenMistake::Early(1)));
    assert_eq!(token.claims.subject(), Ok("organisation:acme:step:a%3Ab"));
    assert_eq!(token.claims.text("environment"), Some("production"));
    assert_eq!(
        token.claims.get("run").and_then(|run| run.as_i64()),
        Some(7)
    );
    let elsewhere = Expected {
        audience: "https://elsewhere.example",
        ..expected(NOW)
    };
    assert!(matches!(
        token.check(&elsewhere),
        Err(TokenMistake::Audience { .. })
    ));
}

#[test]
fn a_set_that_was_copied_a_day_ago_verifies_what_is_signed_now() {
    let mut keys = TokenKeys::create(NOW).unwrap();
    let before = published(&keys, NOW);
    keys.rotate(NOW).unwrap();
    let both = published(&keys, NOW);
    // The new key is announced for a day before it signs.
    assert!(verified(&keys, NOW + DAY - 1, &before).is_ok());
    let new = verified(&keys, NOW + DAY, &before).unwrap_err();
    assert!(new.may_be_a_new_key(), "{new}");
    assert!(verified(&keys, NOW + DAY, &both).is_ok());
    // The old one is still there for what it signed in its last second.
    let last = issuer()
        .issue(&keys, &token(NOW + DAY - 1, LONGEST_LIFETIME))
        .unwrap();
    let later = published(&keys, NOW + DAY + 3_600);
    assert!(Token::read(&last).unwrap().verify(&later).is_ok());
}

#[test]
fn our_document_is_believed() {
    let keys = "https://login.example.org/.well-known/jwks.json";
    let document = issuer().discovery(keys, &["environment"]).unwrap();
    let provider = Provider::read(document.as_bytes(), ISSUER).unwrap();
    assert_eq!(
        (provider.issuer.as_str(), provider.keys.as_str()),
        (ISSUER, keys)
    );
    assert_eq!(
        holdpoint_tokens::well_known(ISSUER),
        issuer().well_known(),
        "they look where it is"
    );
}
