//! From whom, for whom, and when.

use holdpoint_tokens::{Algorithm, Expected, IdToken, TokenMistake, Verified, hash_half};
use serde_json::{Value, json};

use crate::issuer::{AUDIENCE, ISSUER, NOW, saying, typed};

const HERE: Expected<'static> = Expected {
    issuer: ISSUER,
    audience: AUDIENCE,
    now: NOW,
    skew: 60,
    longest: None,
};

fn said(changes: &Value) -> String {
    match saying(changes).check(&HERE) {
        Ok(()) => "good".to_owned(),
        Err(mistake) => mistake.to_string(),
    }
}

#[test]
fn a_token_is_from_the_issuer_for_us_alone() {
    assert_eq!(said(&json!({})), "good");
    assert_eq!(said(&json!({"aud": [AUDIENCE]})), "good");
    for (changes, expected) in [
        (json!({"iss": null}), "the token has no claim `iss`"),
        (
            json!({"iss": 7}),
            "the claim `iss` is not what it should be",
        ),
        (
            json!({"iss": "https://login.example.org/"}),
            "the token is of `https://login.example.org/`, not of `https://login.example.org`",
        ),
        (json!({"aud": null}), "the token has no claim `aud`"),
        (
            json!({"aud": [AUDIENCE, 7]}),
            "the claim `aud` is not what it should be",
        ),
        (
            json!({"aud": {}}),
            "the claim `aud` is not what it should be",
        ),
        (
            json!({"aud": "https://elsewhere.example"}),
            "the token is for `https://elsewhere.example`, not for `https://holdpoint.example.org` alone",
        ),
        (
            json!({"aud": [AUDIENCE, "https://elsewhere.example"]}),
            "the token is for `https://holdpoint.example.org`, `https://elsewhere.example`, not for `https://holdpoint.example.org` alone",
        ),
        (
            json!({"aud": []}),
            "the token is for ``, not for `https://holdpoint.example.org` alone",
        ),
    ] {
        assert_eq!(said(&changes), expected);
    }
}

#[test]
fn a_token_counts_for_a_time() {
    for (changes, expected) in [
        (json!({"exp": null}), "the token has no claim `exp`"),
        (json!({"iat": null}), "the token has no claim `iat`"),
        (
            json!({"exp": "soon"}),
            "the claim `exp` is not what it should be",
        ),
        (
            json!({"exp": -1}),
            "the claim `exp` is not what it should be",
        ),
        (
            json!({"exp": true}),
            "the claim `exp` is not what it should be",
        ),
        (json!({"exp": NOW - 59}), "good"),
        (
            json!({"exp": NOW - 60}),
            "the token has expired 60 seconds ago",
        ),
        (json!({"exp": NOW as f64 + 0.5}), "good"),
        (json!({"exp": 1e300}), "good"),
        (json!({"iat": NOW + 60}), "good"),
        (
            json!({"iat": NOW + 61}),
            "the token counts in 61 seconds only: is the clock right?",
        ),
        (json!({"nbf": NOW + 60}), "good"),
        (
            json!({"nbf": NOW + 61}),
            "the token counts in 61 seconds only: is the clock right?",
        ),
        (
            json!({"nbf": []}),
            "the claim `nbf` is not what it should be",
        ),
    ] {
        assert_eq!(said(&changes), expected, "{changes}");
    }
    let short = Expected {
        longest: Some(300),
        ..HERE
    };
    let lasting = TokenMistake::Lasting {
        found: 310,
        longest: 300,
    };
    assert_eq!(saying(&json!({})).check(&short), Err(lasting));
    assert_eq!(saying(&json!({"iat": NOW})).check(&short), Ok(()));
}

#[test]
fn a_token_of_another_kind_says_nothing_here() {
    for kind in ["JWT", "jwt", "application/jwt", "JOSE"] {
        assert_eq!(typed(Some(kind), &json!({})).check(&HERE), Ok(()), "{kind}");
    }
    for kind in [
        "at+jwt",
        "application/at+jwt",
        "logout+jwt",
        "secevent+jwt",
        "dpop+jwt",
    ] {
        let said = typed(Some(kind), &json!({})).check(&HERE);
        assert!(matches!(said, Err(TokenMistake::Type(_))), "{kind}");
        let asked = IdToken {
            nonce: "n",
            access_token: None,
        };
        let said = typed(Some(kind), &json!({"nonce": "n"})).check_id_token(&HERE, &asked);
        assert!(matches!(said, Err(TokenMistake::Type(_))), "{kind}");
    }
}

#[test]
fn who_it_is_about_is_a_text() {
    assert_eq!(saying(&json!({})).claims.subject(), Ok("anna"));
    let subject = |value: Value| saying(&json!({ "sub": value })).claims.subject().map(drop);
    assert_eq!(subject(Value::Null), Err(TokenMistake::Missing("sub")));
    assert_eq!(subject(json!("")), Err(TokenMistake::Malformed("sub")));
    assert_eq!(subject(json!(7)), Err(TokenMistake::Malformed("sub")));
    assert_eq!(
        subject(json!("a".repeat(1_025))),
        Err(TokenMistake::Malformed("sub"))
    );
}

#[test]
fn texts_are_one_or_a_list() {
    let found = saying(&json!({"groups": ["a", 1, "b"], "team": "c", "level": 3}));
    assert_eq!(found.claims.texts("groups"), ["a", "b"]);
    assert_eq!(found.claims.texts("team"), ["c"]);
    assert!(found.claims.texts("level").is_empty() && found.claims.texts("none").is_empty());
}

fn logged_in(changes: &Value, access_token: Option<&str>) -> Result<(), TokenMistake> {
    let mut all = json!({"nonce": "n-1"});
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    let asked = IdToken {
        nonce: "n-1",
        access_token,
    };
    let found: Verified = saying(&all);
    found.check_id_token(&HERE, &asked)
}

#[test]
fn an_id_token_answers_this_log_in() {
    assert_eq!(logged_in(&json!({}), None), Ok(()));
    assert_eq!(
        logged_in(&json!({"nonce": "n-2"}), None),
        Err(TokenMistake::Nonce)
    );
    assert_eq!(
        logged_in(&json!({"nonce": null}), None),
        Err(TokenMistake::Missing("nonce"))
    );
    assert_eq!(
        logged_in(&json!({"nonce": 1}), None),
        Err(TokenMistake::Malformed("nonce"))
    );
    assert!(matches!(
        logged_in(&json!({"iss": "https://evil.example"}), None),
        Err(TokenMistake::Issuer { .. })
    ));
    assert_eq!(
        logged_in(&json!({"exp": NOW - 100}), None),
        Err(TokenMistake::Expired(100))
    );
}

#[test]
fn an_id_token_is_for_us_as_the_party_that_asked() {
    let other = "https://other.example";
    for (changes, good) in [
        (json!({"azp": AUDIENCE}), true),
        (json!({"aud": [AUDIENCE, other], "azp": AUDIENCE}), true),
        (json!({"aud": [AUDIENCE, other]}), false),
        (json!({"azp": other}), false),
        (json!({"aud": other, "azp": AUDIENCE}), false),
        (json!({"aud": other}), false),
        (json!({"aud": [AUDIENCE, other], "azp": other}), false),
    ] {
        assert_eq!(logged_in(&changes, None).is_ok(), good, "{changes}");
    }
    let malformed = logged_in(&json!({"azp": [AUDIENCE]}), None);
    assert_eq!(malformed, Err(TokenMistake::Malformed("azp")));
}

#[test]
fn an_id_token_belongs_to_the_access_token_that_it_came_with() {
    let hash = json!({"at_hash": hash_half(Algorithm::EdDsa, "access")});
    assert_eq!(logged_in(&hash, Some("access")), Ok(()));
    assert_eq!(
        logged_in(&hash, Some("another")),
        Err(TokenMistake::AccessToken)
    );
    assert_eq!(logged_in(&hash, None), Err(TokenMistake::AccessToken));
    assert_eq!(logged_in(&json!({}), Some("access")), Ok(()));
    let by_another = json!({"at_hash": hash_half(Algorithm::Rs256, "access")});
    assert_eq!(
        logged_in(&by_another, Some("access")),
        Err(TokenMistake::AccessToken)
    );
}

#[test]
fn what_a_genuine_token_lacks_may_be_told() {
    assert!(
        logged_in(&json!({"nonce": "n-2"}), None)
            .unwrap_err()
            .of_genuine()
    );
    assert!(!TokenMistake::Signature.of_genuine());
}
