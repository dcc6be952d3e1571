//! Keys of tokens: announced, signing, still verifying, gone; and the file that they are kept in.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_identity::{
    ANNOUNCED, Issuer, KeysDamage, KeysTrouble, LONGEST_LIFETIME, RotateMistake, StepToken,
    Subject, TokenKeys,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::world::{DAY, HOUR, NOW};

fn issuer() -> Issuer {
    Issuer::new("https://release.example.com").unwrap()
}

/// The names of the keys that are published.
fn published(keys: &TokenKeys, now: i64) -> Vec<String> {
    let set: Value = serde_json::from_str(&issuer().jwks(keys, now).unwrap()).unwrap();
    let all = set["keys"].as_array().unwrap().iter();
    all.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

/// The name of the key that signs.
fn signing(keys: &TokenKeys, now: i64) -> String {
    let token = StepToken {
        subject: Subject::new(&[("step", "a")]).unwrap(),
        audience: "b".to_owned(),
        now,
        lifetime: LONGEST_LIFETIME,
        id: [0; 16],
        claims: BTreeMap::new(),
    };
    let token = issuer().issue(keys, &token).unwrap();
    let header = URL_SAFE_NO_PAD
        .decode(token.split('.').next().unwrap())
        .unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

#[test]
fn one_key_takes_over_from_another_without_a_gap() {
    let mut keys = TokenKeys::create(NOW).unwrap();
    let first = signing(&keys, NOW);
    assert_eq!(
        published(&keys, NOW),
        std::slice::from_ref(&first),
        "the first one signs at once"
    );
    let then = NOW + 90 * DAY;
    keys.rotate(then).unwrap();
    let both = published(&keys, then);
    let second = both[1].clone();
    assert_eq!(both, [first.clone(), second.clone()]);
    assert_eq!(signing(&keys, then), first);
    assert_eq!(signing(&keys, then + DAY - 1), first, "announced for a day");
    assert_eq!(signing(&keys, then + DAY), second);
    // The last token of the first key counts for an hour, and by clocks that are behind a little longer.
    let last = then + DAY + HOUR + 300;
    assert_eq!(published(&keys, last - 1), both);
    assert_eq!(published(&keys, last), std::slice::from_ref(&second));
    // What is not needed is forgotten with the next one.
    keys.rotate(last).unwrap();
    assert_eq!(keys.text().matches("since").count(), 2);
    assert_eq!(signing(&keys, last), second);
}

#[test]
fn a_new_key_is_due_when_the_newest_is_old_enough() {
    let each = Duration::from_secs(90 * 86_400);
    let mut keys = TokenKeys::create(NOW).unwrap();
    assert!(!keys.due(NOW + 90 * DAY - 1, each));
    assert!(keys.due(NOW + 90 * DAY, each));
    keys.rotate(NOW + 90 * DAY).unwrap();
    assert!(!keys.due(NOW + 90 * DAY, each));
    assert_eq!(ANNOUNCED.as_secs(), 86_400);
}

#[test]
fn there_are_so_many_keys_and_no_more() {
    let mut keys = TokenKeys::create(NOW).unwrap();
    for _ in 1..16 {
        keys.rotate(NOW).unwrap();
    }
    assert_eq!(keys.rotate(NOW), Err(RotateMistake::Many));
    assert_eq!(TokenKeys::read(&keys.text()).unwrap().text(), keys.text());
    // When they are no longer needed there can be others.
    assert_eq!(keys.rotate(NOW + DAY + HOUR + 300), Ok(()));
}

#[test]
fn keys_are_kept_for_their_owner_only() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("deep/tokens.json");
    assert!(TokenKeys::open(&path).unwrap().is_none());
    let mut keys = TokenKeys::open_or_create(&path, NOW).unwrap();
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    let again = TokenKeys::open_or_create(&path, NOW + DAY).unwrap();
    assert_eq!(again.text(), keys.text());
    keys.rotate(NOW + DAY).unwrap();
    keys.keep(&path).unwrap();
    let again = TokenKeys::open(&path).unwrap().unwrap();
    assert_eq!(published(&again, NOW + DAY), published(&keys, NOW + DAY));
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let error = TokenKeys::open_or_create(&path, NOW).unwrap_err();
    assert!(matches!(error, KeysTrouble::File(_)));
    assert!(error.to_string().contains("chmod 600"));
}

#[test]
fn what_is_damaged_is_said_without_the_key() {
    let keys = TokenKeys::create(NOW).unwrap();
    let text = keys.text();
    let damage = |text: &str| TokenKeys::read(text).unwrap_err();
    assert!(matches!(damage(""), KeysDamage::Json { line: 1, .. }));
    assert!(matches!(
        damage(&text[..text.len() - 1]),
        KeysDamage::Json { .. }
    ));
    assert!(matches!(
        damage(&text.replace("since", "until")),
        KeysDamage::Json { .. }
    ));
    assert_eq!(damage(r#"{"keys":[]}"#), KeysDamage::Count(0));
    assert_eq!(
        damage(&text.replace("\"pkcs8\":\"M", "\"pkcs8\":\"N")),
        KeysDamage::Key(1)
    );
    assert_eq!(
        damage(&text.replace("\"pkcs8\":\"M", "\"pkcs8\":\"-")),
        KeysDamage::Key(1)
    );
    let private = text.split('"').nth(7).unwrap();
    assert!(private.len() > 100, "{private}");
    for wrong in [
        text.replace("since", "until"),
        text.replace("\"pkcs8\":\"M", "\"pkcs8\":\"-"),
    ] {
        let shown = format!("{:?} {0}", damage(&wrong));
        assert!(!shown.contains(&private[10..30]), "{shown}");
    }
    assert!(!format!("{keys:?}").contains(&private[10..30]));
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("tokens.json");
    keys.keep(&path).unwrap();
    fs::write(&path, "{").unwrap();
    let error = TokenKeys::open_or_create(&path, NOW)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("tokens.json` is damaged: it is not the JSON"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However keys are rotated: whoever copied the set within the last day verifies every token, for as long as it counts.
    #[test]
    fn whoever_has_a_copy_verifies(steps in proptest::collection::vec(0..3 * DAY, 1..7), moment in 0..10 * DAY) {
        let mut keys = TokenKeys::create(NOW).unwrap();
        // What was published when, and when it was asked for.
        let mut copies = vec![(NOW, published(&keys, NOW))];
        let mut now = NOW;
        let next = steps.iter().skip(1).chain(&[3 * DAY]);
        for (step, next) in steps.iter().zip(next) {
            now += step;
            keys.rotate(now).unwrap();
            copies.push((now, published(&keys, now)));
            let then = now + moment % (next + 1);
            let signs = signing(&keys, then);
            for (at, copy) in copies.iter().filter(|(at, _)| *at > then - DAY) {
                prop_assert!(copy.contains(&signs), "copied at {at}, signed at {then}");
            }
            let until = then + i64::try_from(LONGEST_LIFETIME.as_secs()).unwrap();
            prop_assert!(published(&keys, until).contains(&signs));
        }
    }
}
