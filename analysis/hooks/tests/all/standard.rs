//! Webhooks that are signed as Standard Webhooks has it.

use holdpoint_hooks::outcome::{Seen, Told};
use holdpoint_hooks::standard::{TOLERANCE, sign, verify};
use holdpoint_hooks::{BadSecret, Headers, Secret, Unsigned};

/// The example that libraries of Standard Webhooks are tested with.
const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SENT: u64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const TAG: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn told(sent: &str, tags: &str, now: u64) -> Result<u64, Unsigned> {
    let headers = [
        ("Webhook-Id", ID),
        ("Webhook-Timestamp", sent),
        ("Webhook-Signature", tags),
    ];
    let headers = Headers::of(&headers);
    let secrets = [Secret::webhook(KEY).unwrap()];
    verify(&headers, BODY, &secrets, now, TOLERANCE).map(|delivery| delivery.sent)
}

#[test]
fn it_is_signed_as_others_sign_it() {
    let secret = Secret::webhook(KEY).unwrap();
    let headers = sign(&secret, ID, SENT, BODY);
    assert_eq!(headers[2], ("webhook-signature", TAG.to_owned()));
    assert_eq!(told("1614265330", TAG, SENT), Ok(SENT));
    let several = format!("v1a,AAAA v1,AAAA v1,{} {TAG}", "A".repeat(44));
    assert_eq!(told("1614265330", &several, SENT + TOLERANCE), Ok(SENT));
}

#[test]
fn what_is_changed_or_late_is_refused() {
    let wrong = Err(Unsigned::Wrong("webhook-signature"));
    assert_eq!(told("1614265331", TAG, SENT), wrong);
    let other = TAG.replace("OE=", "OA=");
    assert_eq!(told("1614265330", &other, SENT), wrong);
    let late = told("1614265330", TAG, SENT + TOLERANCE + 1).unwrap_err();
    assert_eq!(
        late.to_string(),
        "the header `webhook-timestamp` is 301 seconds behind the clock here, and may be 300; set both clocks, and sign each attempt anew"
    );
    let early = told("1614265330", TAG, SENT - TOLERANCE - 1).unwrap_err();
    assert!(early.to_string().contains("ahead of"));
    for sent in [
        "",
        "-1",
        "1614265330.0",
        "+1614265330",
        "99999999999999999999",
    ] {
        assert!(
            matches!(told(sent, TAG, SENT), Err(Unsigned::Malformed { .. })),
            "{sent}"
        );
    }
    for tags in ["", "v1", "v1,", "v1,***", "v2,AAAA"] {
        assert!(
            matches!(
                told("1614265330", tags, SENT),
                Err(Unsigned::Malformed { .. })
            ),
            "{tags}"
        );
    }
}

#[test]
fn an_id_cannot_be_moved_into_the_timestamp() {
    let secret = Secret::webhook(KEY).unwrap();
    // The same bytes are signed: `a.1.5.x`.
    let headers = sign(&secret, "a", 1, b"5.x");
    let moved = [
        ("webhook-id", "a.1"),
        ("webhook-timestamp", "5"),
        ("webhook-signature", &headers[2].1),
    ];
    let said = verify(&Headers::of(&moved), b"x", &[secret], 5, TOLERANCE).unwrap_err();
    assert!(
        matches!(
            said,
            Unsigned::Malformed {
                header: "webhook-id",
                ..
            }
        ),
        "{said}"
    );
}

#[test]
fn a_secret_is_one_or_none() {
    assert_eq!(Secret::webhook(" ").unwrap_err(), BadSecret::Empty);
    assert_eq!(Secret::text("\n").unwrap_err(), BadSecret::Empty);
    for text in [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_AAAA",
        "whsec_*",
    ] {
        let said = Secret::webhook(text).unwrap_err();
        assert_eq!(said, BadSecret::Form);
        assert!(!said.to_string().contains("MfKQ"));
    }
}

#[test]
fn what_comes_again_is_told() {
    let mut seen = Seen::new(2);
    assert_eq!(seen.tell("a", 100, 100, 300), Told::New);
    assert_eq!(seen.tell("a", 100, 399, 300), Told::Before);
    assert_eq!(seen.tell("b", 390, 400, 300), Told::New);
    assert_eq!(seen.tell("c", 400, 400, 300), Told::Full);
    // The second attempt of `a` was believed until 699.
    assert_eq!(seen.tell("a", 650, 699, 300), Told::Before);
    assert_eq!(seen.tell("c", 701, 701, 300), Told::New);
    assert_eq!(seen.tell("b", 701, 701, 300), Told::Full);
}
