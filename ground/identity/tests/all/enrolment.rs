//! Secrets that let an agent in once: as text, in files, and what is kept of them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use holdpoint_identity::{FileMistake, Kept, PREFIX, Pin, Secret, SecretMistake, Why};
use proptest::prelude::*;

use crate::world::{HOUR, NOW, labels};

fn drawn(random: u8) -> (Secret, Kept) {
    let pin = Pin::of(b"a key");
    Secret::new([random; 32], pin, NOW + HOUR, labels(&["linux", "arm"]))
}

#[test]
fn a_secret_lets_in_until_it_expires() {
    let (secret, kept) = drawn(1);
    let none = labels(&[]);
    assert_eq!(kept.admits(&secret, &none, NOW), Ok(()));
    assert_eq!(
        kept.admits(&secret, &labels(&["arm"]), NOW + HOUR - 1),
        Ok(())
    );
    assert_eq!(
        kept.admits(&secret, &none, NOW + HOUR),
        Err(Why::Expired(0))
    );
    let late = kept.admits(&secret, &none, NOW + HOUR + 5).unwrap_err();
    assert_eq!(
        late.to_string(),
        "the enrolment secret has expired 5 seconds ago: ask for a new one"
    );
}

#[test]
fn another_secret_is_told_nothing_but_that_it_is_another() {
    let ((_, kept), (other, _)) = (drawn(1), drawn(2));
    for now in [NOW, NOW + 2 * HOUR] {
        for wanted in [labels(&[]), labels(&["root"])] {
            assert_eq!(kept.admits(&other, &wanted, now), Err(Why::Wrong));
        }
    }
}

#[test]
fn labels_are_those_that_were_given() {
    let (secret, kept) = drawn(1);
    let wanted = labels(&["linux", "root\n", "production"]);
    let why = kept.admits(&secret, &wanted, NOW).unwrap_err();
    assert_eq!(
        why.to_string(),
        "the enrolment secret is not for agents with the label `production`, the label `root\\n`"
    );
}

#[test]
fn what_is_kept_is_not_the_secret() {
    let (secret, kept) = drawn(7);
    let json = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Kept>(&json).unwrap(), kept);
    assert_eq!(
        json,
        // SHA-256 of 32 bytes of 7.
        format!(
            r#"{{"sha256":"{}","expires":1800003600,"labels":["arm","linux"]}}"#,
            hex::encode(secret.digest())
        )
    );
    let text = secret.text();
    for shown in [json, format!("{secret:?}"), format!("{kept:?}")] {
        assert!(
            !shown.contains(&text[PREFIX.len()..PREFIX.len() + 10]),
            "{shown}"
        );
        assert!(!shown.contains("7, 7, 7"), "{shown}");
    }
    for bad in [
        r#"{"sha256":"00","expires":1}"#,
        r#"{"sha256":"zz","expires":1,"labels":[]}"#,
        r#"{"expires":1}"#,
    ] {
        assert!(serde_json::from_str::<Kept>(bad).is_err(), "{bad}");
    }
}

/// The alphabet, the order of the bits and the checksum, worked out by other programs: Python's `base64.b32encode` and
/// `zlib.crc32`.
#[test]
fn the_text_is_base_32_with_a_checksum() {
    let (secret, _) = Secret::new([0xa5; 32], Pin::of(b""), NOW, labels(&[]));
    assert_eq!(
        secret.text().as_str(),
        include_str!("data/secret.txt").trim()
    );
}

#[test]
fn a_text_that_is_cut_off_or_something_else_is_told_from_a_wrong_one() {
    let text = drawn(1).0.text();
    let wrong = |text: &str| Secret::read(text).unwrap_err();
    assert_eq!(wrong(""), SecretMistake::Prefix);
    assert_eq!(wrong("ghp_abc"), SecretMistake::Prefix);
    assert_eq!(wrong(PREFIX), SecretMistake::Length(0));
    assert_eq!(wrong(&text[..text.len() - 1]), SecretMistake::Length(108));
    assert_eq!(
        wrong(&format!("{}a", text.as_str())),
        SecretMistake::Length(110)
    );
    let with = |letter: char| format!("{}{letter}{}", &text[..10], &text[11..]);
    for letter in ['1', '0', 'A', '-', 'ä', '='] {
        assert_eq!(
            wrong(&with(letter)),
            SecretMistake::Letter { letter, column: 11 }
        );
    }
    assert_eq!(
        wrong(&with('1')).to_string(),
        "`1` in column 11 is in no enrolment secret: letters from a to z and digits from 2 to 7 are"
    );
    assert!(Secret::read(&format!("  {}\r\n", text.as_str())).is_ok());
    // The last letter has a bit that stands for nothing; there is one text of each secret all the same.
    let others = "abcdefghijklmnopqrstuvwxyz234567".chars();
    let spelt = others.map(|letter| format!("{}{letter}", &text[..text.len() - 1]));
    assert_eq!(spelt.filter(|text| Secret::read(text).is_ok()).count(), 1);
}

#[test]
fn a_file_is_for_its_owner() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("secret");
    let read = || Secret::from_file(&path);
    assert!(matches!(read(), Err(FileMistake::Missing(_))));
    let (secret, _) = drawn(3);
    fs::write(&path, format!("{}\n", secret.text().as_str())).unwrap();
    for open in [0o644, 0o640, 0o604, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        let error = read().unwrap_err();
        assert!(matches!(error, FileMistake::File(_)));
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(read().unwrap().digest(), secret.digest());
    fs::write(&path, "enrol_abc").unwrap();
    let error = read().unwrap_err().to_string();
    assert!(
        error.contains("secret` has no enrolment secret: an enrolment secret has 109 letters"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_was_written_is_read(random: [u8; 32], key: [u8; 8]) {
        let (secret, kept) = Secret::new(random, Pin::of(&key), NOW, labels(&[]));
        let text = secret.text();
        prop_assert_eq!(text.len(), PREFIX.len() + 109);
        let again = Secret::read(&text).unwrap();
        prop_assert_eq!(again.digest(), kept.sha256);
        prop_assert_eq!(again.pin(), Pin::of(&key));
        prop_assert_eq!(again.text(), text);
    }

    /// One letter that is another, two that were swapped, or any four in a row: never a wrong secret, always a typo.
    #[test]
    fn whatever_was_mistyped_is_told(
        random: [u8; 32],
        at in 0..106_usize,
        other in proptest::collection::vec(0..32_usize, 1..=4),
    ) {
        let text = Secret::new(random, Pin::of(&random), NOW, labels(&[])).0.text();
        let mut letters: Vec<u8> = text.bytes().collect();
        for (place, letter) in letters[PREFIX.len() + at..].iter_mut().zip(&other) {
            *place = b"abcdefghijklmnopqrstuvwxyz234567"[*letter];
        }
        let mistyped = String::from_utf8(letters).unwrap();
        if mistyped != *text {
            prop_assert_eq!(Secret::read(&mistyped).unwrap_err(), SecretMistake::Checksum);
        }
        let mut letters: Vec<u8> = text.bytes().collect();
        letters.swap(PREFIX.len() + at, PREFIX.len() + at + 1);
        let swapped = String::from_utf8(letters).unwrap();
        if swapped != *text {
            prop_assert_eq!(Secret::read(&swapped).unwrap_err(), SecretMistake::Checksum);
        }
    }

    #[test]
    fn nothing_makes_it_panic(text in ".{0,200}", body in "[a-z2-7]{100,120}") {
        prop_assert!(Secret::read(&text).is_err());
        let text = [PREFIX, &body].concat();
        prop_assert!(Secret::read(&text).is_err());
    }
}
