#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Settings, Unit};

#[test]
fn settings_are_empty_unless_said_and_take_nothing_unknown() {
    let settings: Settings = serde_json::from_str("{}").unwrap();
    assert_eq!(settings, Settings::default());
    assert!(!settings.has_scheme());
    assert_eq!(serde_json::to_string(&settings).unwrap(), "{}");
    assert!(serde_json::from_str::<Settings>(r#"{"time_zone":"UTC"}"#).is_err());
    let scheme = r#"{"naming":[{"scheme":{"name":"{component}"}}]}"#;
    assert!(
        serde_json::from_str::<Settings>(scheme)
            .unwrap()
            .has_scheme()
    );
}

#[test]
fn names_are_checked_when_they_are_read() {
    assert!(serde_json::from_str::<Unit>(r#"{"name":"payments"}"#).is_ok());
    for name in ["", "Payments", "a b", "../x"] {
        let text = serde_json::json!({ "name": name }).to_string();
        assert!(serde_json::from_str::<Unit>(&text).is_err(), "{name}");
    }
}
