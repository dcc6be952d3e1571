//! Addresses where nobody between has a say.

use holdpoint_tokens::{is_address, is_issuer, well_known};

#[test]
fn https_or_the_machine_itself() {
    for good in [
        "https://login.example.org",
        "https://login.example.org:8443/realms/acme",
        "https://login.example.org/a?b=c",
        "http://127.0.0.1:4000",
        "http://localhost:4000/x",
        "http://[::1]:4000/x",
        "https://[2001:db8::1]/x",
    ] {
        assert!(is_address(good), "{good}");
    }
    for wrong in [
        "",
        "login.example.org",
        "https://",
        "https:///x",
        "https://:443/x",
        "http://login.example.org",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example",
        "http://[::1.evil.example/",
        "ftp://login.example.org",
        "file:///etc/passwd",
        "javascript://login.example.org/%0aalert(1)",
        "https://user:password@login.example.org",
        "https://login.example.org/#fragment",
        "https://login.example.org/a b",
        "https://login.example.org\\@evil.example/",
        "https://login.example.org/\"onclick",
        "https://lögin.example.org",
    ] {
        assert!(!is_address(wrong), "{wrong}");
    }
    assert!(!is_address(&format!(
        "https://login.example.org/{}",
        "a".repeat(2_000)
    )));
    assert!(is_issuer("https://login.example.org/x") && !is_issuer("https://login.example.org?x"));
}

#[test]
fn an_issuer_says_at_one_place_what_it_is() {
    let expected = "https://a.example/r/.well-known/openid-configuration";
    assert_eq!(well_known("https://a.example/r"), expected);
    assert_eq!(well_known("https://a.example/r/"), expected);
}
