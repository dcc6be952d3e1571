//! Tokens that say that somebody has logged out elsewhere.

use holdpoint_tokens::{Expected, LogoutToken, TokenMistake};
use serde_json::{Value, json};

use crate::issuer::{AUDIENCE, ISSUER, NOW, typed};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn read(kind: Option<&str>, changes: &Value) -> Result<LogoutToken, TokenMistake> {
    let mut all = json!({"jti": "l-1", "sid": "s-1", "events": {EVENT: {}}});
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    typed(kind, &all).logout(&Expected {
        issuer: ISSUER,
        audience: AUDIENCE,
        now: NOW,
        skew: 60,
        longest: None,
    })
}

#[test]
fn it_says_who_and_which_session() {
    let expected = LogoutToken {
        subject: Some("anna".to_owned()),
        session: Some("s-1".to_owned()),
        id: "l-1".to_owned(),
    };
    for kind in [None, Some("logout+jwt"), Some("JWT")] {
        assert_eq!(read(kind, &json!({})), Ok(expected.clone()));
    }
}

#[test]
fn whatever_else_is_no_log_out() {
    use TokenMistake::{Malformed, Missing};
    for (changes, mistake) in [
        (json!({"nonce": "n"}), Malformed("nonce")),
        (json!({"events": null}), Missing("events")),
        (json!({"events": {}}), Malformed("events")),
        (json!({"events": {EVENT: true}}), Malformed("events")),
        (json!({"jti": null}), Missing("jti")),
        (json!({"sub": null, "sid": null}), Missing("sub")),
        (json!({"sub": 7}), Malformed("sub")),
    ] {
        assert_eq!(read(None, &changes), Err(mistake), "{changes}");
    }
    let elsewhere = read(None, &json!({"aud": "https://elsewhere.example"}));
    assert!(matches!(elsewhere, Err(TokenMistake::Audience { .. })));
    assert_eq!(
        read(None, &json!({"exp": NOW - 100})),
        Err(TokenMistake::Expired(100))
    );
    assert!(matches!(
        read(Some("at+jwt"), &json!({})),
        Err(TokenMistake::Type(_))
    ));
}
