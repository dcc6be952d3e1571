//! Files as addresses (RFC 3986).

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

/// Where a file is: from the top of what was checked, unless its name says otherwise.
pub(crate) fn address(file: &str) -> Json {
    let forward = file.replace('\\', "/");
    if let Some(rest) = forward.strip_prefix('/') {
        return json!({ "uri": format!("file:///{}", encoded(rest)) });
    }
    let relative = forward.trim_start_matches("./");
    let named = if relative.is_empty() || relative == "-" {
        "stdin"
    } else {
        relative
    };
    json!({ "uri": encoded(named), "uriBaseId": "%SRCROOT%" })
}

/// A path in which everything else than letters, digits and what is harmless is a percent sign with its byte.
fn encoded(path: &str) -> String {
    let mut safe = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                safe.push(char::from(byte));
            }
            // Writing to a string does not fail.
            _ => drop(write!(safe, "%{byte:02X}")),
        }
    }
    safe
}
