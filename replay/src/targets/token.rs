//! Tokens of identity providers, their keys, and what they say of themselves: read or refused, and nothing is verified
//! that was not signed.

use holdpoint_tokens::{Expected, IdToken, KeySet, Provider, Token, Verified, is_address};

const KEYS: &[u8] = br#"{"keys":[
    {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
]}"#;

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(provider) = Provider::read(bytes, "https://a.example") {
        assert_eq!(provider.issuer, "https://a.example");
        assert!(is_address(&provider.keys));
    }
    let own = KeySet::read(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(token) = Token::read(text) else { return };
    assert!(Token::is_like(text));
    let _ = token.alleged_issuer();
    let fixed = KeySet::read(KEYS);
    for keys in fixed.iter().chain(&own) {
        let Ok(verified) = token.verify(keys) else {
            continue;
        };
        check(&verified);
    }
}

fn check(verified: &Verified) {
    let expected = Expected {
        issuer: "joe",
        audience: "a",
        now: 1_300_819_370,
        skew: 60,
        longest: Some(3_600),
    };
    let _ = verified.check(&expected);
    let _ = verified.logout(&expected);
    let _ = verified.check_id_token(
        &expected,
        &IdToken {
            nonce: "n",
            access_token: None,
        },
    );
}
