//! What a value looks like where programs write it.

use std::collections::BTreeSet;
use std::iter::repeat_n;

use base64::Engine as _;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::masker::SHORTEST;

type Bytes = Zeroizing<Vec<u8>>;

/// A value, its lines without white space around them, and what encodings make of each; none of them shorter than is sought.
pub(crate) fn forms(value: &[u8]) -> Vec<Bytes> {
    let lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let texts: BTreeSet<&[u8]> = lines.chain([value]).collect();
    let long = texts.into_iter().filter(|text| text.len() >= SHORTEST);
    let mut forms: Vec<Bytes> = long.flat_map(encoded).collect();
    forms.sort_by(|one, other| one.as_slice().cmp(other.as_slice()));
    forms.dedup();
    forms
}

fn encoded(text: &[u8]) -> Vec<Bytes> {
    let mut forms = vec![text.to_vec()];
    forms.extend([URL, PATH, COMPONENT].map(|plain| percent(text, plain)));
    let form = percent(text, FORM);
    forms.push(
        form.into_iter()
            .map(|byte| if byte == b' ' { b'+' } else { byte })
            .collect(),
    );
    // `%2f` for `%2F`.
    let small = forms
        .iter()
        .map(|form| lowered(form, b"%", 2))
        .collect::<Vec<_>>();
    forms.extend(small);
    for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        forms.extend((0..3).flat_map(|before| base64(text, before, &engine)));
    }
    if let Ok(text) = std::str::from_utf8(text) {
        forms.extend(json(text));
    }
    forms.into_iter().map(Zeroizing::new).collect()
}

/// What Base64 makes of a text behind that many other bytes: the letters that are its own, and once more with the last one
/// that it shares with what follows, as it is if nothing does.
fn base64(text: &[u8], before: usize, engine: &GeneralPurpose) -> [Vec<u8>; 2] {
    let padded = Zeroizing::new(
        { repeat_n(0, before) }
            .chain(text.iter().copied())
            .collect::<Vec<u8>>(),
    );
    let letters = engine.encode(padded.as_slice()).into_bytes();
    let begins = (before * 8).div_ceil(6);
    let ends = padded.len() * 8 / 6;
    let own = letters.get(begins..ends).unwrap_or_default().to_vec();
    let last = letters.get(begins..).unwrap_or_default().to_vec();
    [own, last]
}

/// What stands for itself in URLs, beside letters and digits (RFC 3986, section 2.3).
pub const URL: &[u8] = b"-_.~";
/// The same where `/` stands for itself as well.
const PATH: &[u8] = b"-_.~/";
/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &[u8] = b"-_.~!'()*";
/// What forms of HTML leave as it is, but that a space becomes `+`.
const FORM: &[u8] = b"-_.* ";

/// A text with a percent sign and two digits for each byte that is no letter, no digit, and not one of these.
pub fn percent(text: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(text.len() * 3);
    for byte in text {
        match byte.is_ascii_alphanumeric() || plain.contains(byte) {
            true => encoded.push(*byte),
            false => encoded.extend(format!("%{byte:02X}").bytes()),
        }
    }
    encoded
}

/// With small letters in the so many behind each such sign.
fn lowered(form: &[u8], sign: &[u8], count: usize) -> Vec<u8> {
    let mut small = form.to_vec();
    let mut left = 0;
    for byte in &mut small {
        match left {
            0 if sign.contains(byte) => left = count,
            0 => {}
            _ => {
                byte.make_ascii_lowercase();
                left -= 1;
            }
        }
    }
    small
}

/// A text within a string of JSON (RFC 8259, section 7): with what has to be escaped; with `/`, and what HTML minds, escaped as well; and
/// in ASCII.
fn json(text: &str) -> Vec<Vec<u8>> {
    let quoted = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap_or_default();
        quoted
            .get(1..quoted.len().saturating_sub(1))
            .unwrap_or_default()
            .to_owned()
    };
    let least = quoted(text);
    let slashes = least.replace('/', "\\/");
    let html = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    let ascii = escaped(&least, |c| !c.is_ascii());
    let careful = escaped(&least, html);
    let both = escaped(&slashes, |c| !c.is_ascii());
    [least, slashes, ascii, careful, both]
        .map(String::into_bytes)
        .into()
}

fn escaped(text: &str, which: impl Fn(char) -> bool) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match which(letter) {
            true => {
                let mut units = [0; 2];
                let units = letter.encode_utf16(&mut units);
                units
                    .iter()
                    .for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
            }
            false => escaped.push(letter),
        }
    }
    escaped
}
