//! A mask against a naive one, cut at all places.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use holdpoint_mask::{MASK, Masker, Secret};
use proptest::prelude::*;

fn masker(values: &[&[u8]]) -> Masker {
    let secrets: Vec<_> = values
        .iter()
        .map(|value| Secret::new(value.to_vec()))
        .collect();
    Masker::new(secrets.iter().map(|secret| ("name", secret))).0
}

/// What comes out of that, cut after those many bytes each.
fn masked(values: &[&[u8]], text: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut masker = masker(values);
    let (mut out, mut rest) = (Vec::new(), text);
    for cut in cuts {
        let (now, later) = rest.split_at((*cut).min(rest.len()));
        masker.push(now, &mut out);
        rest = later;
    }
    masker.push(rest, &mut out);
    masker.finish(&mut out);
    out
}

/// Covers every byte of every occurrence, and writes a mask for each run of covered bytes.
fn naive(patterns: &[&[u8]], text: &[u8]) -> Vec<u8> {
    let mut covered = vec![false; text.len()];
    for pattern in patterns {
        for begins in 0..text.len() {
            if text[begins..].starts_with(pattern) {
                covered[begins..begins + pattern.len()].fill(true);
            }
        }
    }
    let mut out = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        match (covered[at], at > 0 && covered[at - 1]) {
            (false, _) => out.push(*byte),
            (true, false) => out.extend_from_slice(MASK.as_bytes()),
            (true, true) => {}
        }
    }
    out
}

proptest! {
    /// Of letters of which no encoding of the values can be: only the values themselves can be found.
    #[test]
    fn it_covers_what_a_naive_one_covers(
        values in prop::collection::vec("[_.]{4,7}", 1..4),
        text in "[_.]{0,40}",
        cuts in prop::collection::vec(0_usize..9, 0..12),
    ) {
        let values: Vec<&[u8]> = values.iter().map(String::as_bytes).collect();
        let expected = naive(&values, text.as_bytes());
        prop_assert_eq!(masked(&values, text.as_bytes(), &cuts), expected);
    }

    /// However a text with anything in it is cut, the same comes out.
    #[test]
    fn where_it_is_cut_does_not_matter(
        value in prop::collection::vec(any::<u8>(), 4..20),
        around in prop::collection::vec(any::<u8>(), 0..6),
    ) {
        let text = [&around[..], &value, &around, STANDARD.encode([&around[..], &value].concat()).as_bytes(), &value[..3]].concat();
        let whole = masked(&[&value], &text, &[]);
        for cut in 0..=text.len() {
            prop_assert_eq!(&masked(&[&value], &text, &[cut]), &whole);
        }
        prop_assert_eq!(masked(&[&value], &text, &vec![1; text.len()]), whole);
    }

    /// Only what may be the beginning of a secret is held back.
    #[test]
    fn no_more_is_held_back_than_has_to_be(value in "[_.]{4,7}", text in "[_.a]{0,30}") {
        let mut masker = masker(&[value.as_bytes()]);
        let mut out = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            masker.push(&[byte], &mut out);
            let seen = &text.as_bytes()[..=at];
            let beginning = (0..=value.len()).rev().find(|length| seen.ends_with(&value.as_bytes()[..*length])).unwrap();
            prop_assert!(masker.held() <= beginning, "{} held of {seen:?}", masker.held());
        }
    }

    /// Whatever stands before and behind it, of a value in Base64 no letter is left that is its own alone.
    #[test]
    fn base64_is_covered_however_it_is_aligned(
        value in prop::collection::vec(any::<u8>(), 4..40),
        before in prop::collection::vec(any::<u8>(), 0..7),
        behind in prop::collection::vec(any::<u8>(), 0..7),
    ) {
        let text = [&before[..], &value, &behind].concat();
        for encoded in [STANDARD.encode(&text), URL_SAFE.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            // The letters all of whose bits are the value's.
            let own = (before.len() * 8).div_ceil(6)..(before.len() + value.len()) * 8 / 6;
            let out = masked(&[&value], encoded.as_bytes(), &[]);
            let around = encoded.len() - own.len();
            prop_assert!(out.len() <= around + MASK.len(), "{encoded} {}", String::from_utf8_lossy(&out));
            prop_assert!(!String::from_utf8_lossy(&out).contains(&encoded[own]));
        }
    }

    #[test]
    fn json_and_urls_are_covered(value in "[a-zé\"\\\\/<& +%~'\t]{4,20}", cut in 0_usize..30) {
        let json = serde_json::to_string(&value).unwrap();
        let url = reqwest::Url::parse_with_params("http://x/", [("k", value.as_str())]).unwrap();
        let form = url.query().unwrap().split_once('=').unwrap().1.to_owned();
        let all = |byte: u8| format!("%{byte:02x}");
        let plain = |byte: u8| if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) { char::from(byte).to_string() } else { all(byte) };
        let small: String = value.bytes().map(plain).collect();
        for written in [&json[1..json.len() - 1], &form, &small, &small.replace("%2f", "/"), &json[1..json.len() - 1].replace('/', "\\/")] {
            let text = format!("({written})");
            let out = masked(&[value.as_bytes()], text.as_bytes(), &[cut]);
            prop_assert_eq!(String::from_utf8(out).unwrap(), "(***)", "{}", text);
        }
    }
}

#[test]
fn each_line_of_a_key_is_covered() {
    let key = b"-----BEGIN KEY-----\r\nAAAAbbbb\r\n  CCCCdddd  \nxy\n-----END KEY-----\n";
    let text = b"log: AAAAbbbb and >CCCCdddd<\nxy stays\n-----END KEY-----";
    assert_eq!(
        masked(&[key], text, &[]),
        b"log: *** and >***<\nxy stays\n***"
    );
    assert_eq!(masked(&[key], key, &[9, 9, 9]), b"***");
    // A line break at its end is often not written.
    assert_eq!(masked(&[b"token\n"], b"[token]", &[]), b"[***]");
}

#[test]
fn json_in_ascii_is_covered() {
    let value = "pässwörd😀<>";
    for written in [
        "p\\u00e4ssw\\u00f6rd\\ud83d\\ude00<>",
        "pässwörd😀\\u003c\\u003e",
    ] {
        assert_eq!(
            masked(&[value.as_bytes()], written.as_bytes(), &[]),
            MASK.as_bytes(),
            "{written}"
        );
    }
}

#[test]
fn short_values_are_named() {
    let (short, long) = (Secret::new(b"abc".to_vec()), Secret::new(b"abcd".to_vec()));
    let (mut masker, names) = Masker::new([
        ("pin", &short),
        ("token", &long),
        ("none", &Secret::new(Vec::new())),
    ]);
    assert_eq!(names, ["pin", "none"]);
    let mut out = Vec::new();
    masker.push(b"abc abcd", &mut out);
    masker.finish(&mut out);
    assert_eq!(out, b"abc ***");
}

#[test]
fn overlapping_secrets_leave_nothing() {
    assert_eq!(
        masked(&[b"_.._.", b"_..__."], b"a_.._..__.b", &[]),
        b"a***b"
    );
    assert_eq!(masked(&[b"abcd"], b"abcdabcd", &[4]), b"***");
    assert_eq!(masked(&[b"abcd"], b"abcd abcd", &[4]), b"*** ***");
}

#[test]
fn streams_do_not_mix() {
    let mut first = masker(&[b"secret-value"]);
    let mut second = first.another();
    let (mut one, mut two) = (Vec::new(), Vec::new());
    first.push(b"secret-", &mut one);
    second.push(b"value", &mut two);
    first.push(b"value", &mut one);
    second.finish(&mut two);
    first.finish(&mut one);
    assert_eq!(
        (one.as_slice(), two.as_slice()),
        (b"***".as_slice(), b"value".as_slice())
    );
    // After the end it begins anew.
    first.push(b"value", &mut one);
    first.finish(&mut one);
    assert_eq!(one, b"***value");
    assert!(!format!("{first:?}").contains("secret"));
}
