//! Digests of content, and text that only its digest enters the ledger of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// A SHA-256 digest, written `sha256:<64 lower-case hex digits>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The digest of a value's canonical JSON: object keys sorted, no spaces.
    #[must_use]
    pub fn of_value(value: &impl Serialize) -> Self {
        Self::of(canonical(value).as_bytes())
    }

    /// The first 12 hex digits, for people to read.
    #[must_use]
    pub fn short(&self) -> String {
        let mut digits = [0; 64];
        self.digits(&mut digits).chars().take(12).collect()
    }
}

/// A value's canonical JSON: object keys sorted, no spaces.
pub(crate) fn canonical(value: &impl Serialize) -> String {
    // A value tree of strings, integers, lists and string-keyed maps always has a JSON form.
    let mut value = serde_json::to_value(value).unwrap_or_default();
    // Whether maps keep them so is a feature of their crate, which any other crate of a program may turn off for all.
    value.sort_all_objects();
    value.to_string()
}

impl Digest {
    /// Its hex digits, written into `room`: digests are written for every entry, several times.
    fn digits<'room>(&self, room: &'room mut [u8; 64]) -> &'room str {
        // 32 bytes fill 64 digits, which are ASCII.
        let _ = hex::encode_to_slice(self.0, room);
        str::from_utf8(room).unwrap_or_default()
    }
}

/// Not `sha256:` and 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestError(pub String);

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a digest of the form `sha256:<64 lower-case hex digits>`",
            self.0
        )
    }
}

impl std::error::Error for DigestError {}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        f.write_str("sha256:")?;
        f.write_str(self.digits(&mut digits))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || DigestError(text.to_owned());
        let digits = text.strip_prefix("sha256:").ok_or_else(malformed)?;
        if digits.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(malformed());
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| malformed())?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl schemars::JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"})
    }
}

/// Free text of a person: kept as ciphertext in the blob store, named here by the digest of the ciphertext.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Digest of the ciphertext.
    pub sealed: Digest,
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn only_the_one_form_is_read() {
        let digest = Digest::of(b"");
        let text = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest.to_string(), text);
        assert_eq!(text.parse(), Ok(digest));
        for bad in ["", "sha256:", "e3b0", &text.to_uppercase(), &text[..70]] {
            assert!(bad.parse::<Digest>().is_err(), "{bad}");
        }
    }
}
