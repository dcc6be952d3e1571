//! The header of a token.
//!
//! Only how it is signed, by which key and what it is are looked at. Keys that it brings along (`jwk`, `x5c`) or points
//! to (`jku`, `x5u`) are anybody's, and passed over.

use serde_json::{Map, Value};

use crate::Algorithm;
use crate::mistake::{TokenMistake, shown};

/// Longest name of a key.
const LONGEST_KEY: usize = 512;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: Option<String>,
    pub(crate) kind: Option<String>,
}

impl Header {
    pub(crate) fn read(fields: &Map<String, Value>) -> Result<Self, TokenMistake> {
        // What a header calls critical has to be understood (RFC 7515, section 4.1.11), and here nothing is. With
        // `b64` (RFC 7797) other bytes are signed; `zip` and `enc` are of encrypted tokens.
        for name in ["crit", "b64", "zip", "enc"] {
            if fields.contains_key(name) {
                return Err(TokenMistake::Critical(name));
            }
        }
        let name = text(fields, "alg")?.ok_or_else(|| wrong("it has no `alg`"))?;
        let algorithm = Algorithm::named(name);
        let algorithm = algorithm.ok_or_else(|| TokenMistake::Algorithm(shown(name)))?;
        let key = text(fields, "kid")?;
        if key.is_some_and(|key| key.len() > LONGEST_KEY) {
            return Err(wrong("its `kid` is too long"));
        }
        Ok(Self {
            algorithm,
            key: key.map(str::to_owned),
            kind: text(fields, "typ")?.map(kind),
        })
    }
}

/// A media type, which may leave out `application/` (RFC 7515, section 4.1.9), in lower case.
fn kind(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let short = text.strip_prefix("application/");
    short.unwrap_or(&text).to_owned()
}

fn text<'a>(
    fields: &'a Map<String, Value>,
    name: &'static str,
) -> Result<Option<&'a str>, TokenMistake> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(&format!("its `{name}` is no text"))),
    }
}

fn wrong(why: &str) -> TokenMistake {
    TokenMistake::Unreadable {
        part: "header",
        why: why.to_owned(),
    }
}
