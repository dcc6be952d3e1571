//! What providers say of themselves.

use holdpoint_tokens::{DiscoveryMistake, Provider};
use serde_json::{Value, json};

use crate::issuer::ISSUER;

fn document(changes: &Value) -> Result<Provider, DiscoveryMistake> {
    let mut all = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://login.example.org/authorize",
        "token_endpoint": "https://login.example.org/token",
        "jwks_uri": "https://login.example.org/keys",
        "id_token_signing_alg_values_supported": ["RS256", "HS256"],
    });
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    Provider::read(all.to_string().as_bytes(), ISSUER)
}

#[test]
fn a_provider_says_where_things_are() {
    let found = document(&json!({
        "end_session_endpoint": "https://login.example.org/logout",
        "authorization_response_iss_parameter_supported": true,
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["plain", "S256"],
    }))
    .unwrap();
    assert_eq!(found.keys, "https://login.example.org/keys");
    assert_eq!(
        found.end_session.as_deref(),
        Some("https://login.example.org/logout")
    );
    assert!(found.says_issuer && !found.basic);
    let plain = document(&json!({})).unwrap();
    assert!(!plain.says_issuer && plain.basic && plain.end_session.is_none());
}

#[test]
fn an_issuer_of_workloads_has_keys_and_no_more() {
    let text = json!({"issuer": ISSUER, "jwks_uri": "https://login.example.org/keys"});
    let found = Provider::read(text.to_string().as_bytes(), ISSUER).unwrap();
    assert_eq!((found.authorization, found.token), (None, None));
}

#[test]
fn another_provider_is_not_believed() {
    for other in [
        json!("https://login.example.org/"),
        json!("https://evil.example"),
        json!(null),
    ] {
        let mistake = document(&json!({ "issuer": other })).unwrap_err();
        assert!(
            matches!(mistake, DiscoveryMistake::Issuer { .. }),
            "{other}"
        );
    }
}

#[test]
fn what_is_reached_in_the_open_is_not_reached() {
    for (name, address) in [
        ("jwks_uri", json!("http://login.example.org/keys")),
        ("jwks_uri", json!("http://127.0.0.1:8380/metrics")),
        ("jwks_uri", json!(null)),
        ("token_endpoint", json!("http://login.example.org/token")),
        (
            "token_endpoint",
            json!("https://a:b@login.example.org/token"),
        ),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("end_session_endpoint", json!(7)),
    ] {
        let mut changes = json!({});
        changes[name] = address;
        assert_eq!(document(&changes), Err(DiscoveryMistake::Address(name)));
    }
}

#[test]
fn a_provider_signs_and_takes_challenges_as_we_do() {
    let only = json!({"id_token_signing_alg_values_supported": ["HS256", "none"]});
    assert_eq!(document(&only), Err(DiscoveryMistake::Algorithms));
    let plain = json!({"code_challenge_methods_supported": ["plain"]});
    assert_eq!(document(&plain), Err(DiscoveryMistake::Challenge));
}

#[test]
fn what_is_no_document_is_said() {
    let read = |text: &[u8]| Provider::read(text, ISSUER).unwrap_err().to_string();
    assert!(read(b"<html>").starts_with("what the provider says of itself cannot be read: "));
    assert!(read(br#"{"issuer":"a","issuer":"b"}"#).contains("twice"));
    assert!(read(&vec![b' '; 300_000]).contains("longer"));
}
