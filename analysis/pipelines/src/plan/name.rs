//! Ids of steps.

use sha2::{Digest as _, Sha256};

use crate::model::Combination;

/// Longer values are told apart by a digest.
const SHOWN: usize = 48;

/// The combination as a part of an id: axes by name, values without letters that have a meaning there.
pub(super) fn of_combination(combination: &Combination) -> String {
    let pairs = combination
        .iter()
        .map(|(axis, value)| format!("{axis}={}", value_of(&value.to_string())));
    format!("[{}]", pairs.collect::<Vec<_>>().join(","))
}

fn value_of(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'+' | b'@' => {
                written.push(byte.into())
            }
            _ => written.push_str(&format!("%{byte:02x}")),
        }
    }
    if written.len() > SHOWN {
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        written.truncate(SHOWN);
        written.push('~');
        written.extend(digest.chars().take(12));
    }
    written
}
