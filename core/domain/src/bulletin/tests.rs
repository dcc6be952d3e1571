#![allow(clippy::unwrap_used, reason = "tests")]

use super::Channels;

fn wrong(text: &str) -> usize {
    let channels: Channels = serde_json::from_str(text).unwrap();
    channels.wrong().len()
}

#[test]
fn a_channel_says_where_a_secret_stands_and_never_what_it_is() {
    assert_eq!(wrong("{}"), 0);
    let good = r#"{"address":"https://holdpoint.example.org","chat":{"url":{"file":"/run/chat"}},
        "mail":{"server":{"env":"SMTP_URL"},"from":{"env":"MAIL_FROM"}}}"#;
    assert_eq!(wrong(good), 0);
    assert_eq!(wrong(&good.replace("SMTP_URL", "smtp://me:secret@host")), 1);
    assert_eq!(wrong(&good.replace("/run/chat", "run/chat")), 1);
    assert_eq!(
        wrong(&good.replace("https://holdpoint", "https://me:secret@holdpoint")),
        1
    );
    assert_eq!(wrong(&good.replace("https://", "gopher://")), 1);
    let plain = r#"{"chat":{"url":"https://hooks.example.org/secret"}}"#;
    assert!(serde_json::from_str::<Channels>(plain).is_err());
}
