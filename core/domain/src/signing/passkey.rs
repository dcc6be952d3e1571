//! Passkeys: their public half, and what they have signed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_signatures::passkey::{Expected, PasskeyKey, PasskeyMistake, asserted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fingerprint;

/// Bytes in base64url without padding, as browsers write them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bytes(Vec<u8>);

/// How many there are at most: none of what browsers answer has more.
const MOST: usize = 8_192;

impl Bytes {
    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl TryFrom<String> for Bytes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match URL_SAFE_NO_PAD.decode(&text) {
            Ok(bytes) if bytes.is_empty() || bytes.len() > MOST => {
                Err(format!("there are {} bytes, not 1 to {MOST}", bytes.len()))
            }
            Ok(bytes) => Ok(Self(bytes)),
            Err(_) => Err("this is not base64url without padding".to_owned()),
        }
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> Self {
        bytes.to_string()
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl JsonSchema for Bytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Bytes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[A-Za-z0-9_-]+$"})
    }
}

/// Where pages were, such as `https://holdpoint.example.org`: a secure place, with a name that passkeys are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl Origin {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in it, which passkeys are for: without scheme and port.
    #[must_use]
    pub fn site(&self) -> &str {
        let (_, authority) = self.0.split_once("://").unwrap_or_default();
        authority.split(':').next().unwrap_or_default()
    }
}

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':')
        };
        let authority = match text.split_once("://") {
            Some(("https", authority)) => authority,
            Some(("http", authority)) if authority.split(':').next() == Some("localhost") => {
                authority
            }
            _ => "",
        };
        match !authority.is_empty() && authority.len() <= 250 && authority.bytes().all(plain) {
            true => Ok(Self(text)),
            false => Err(format!(
                "`{text}` is no secure origin: passkeys need `https://` and a name, or `http://localhost`"
            )),
        }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

impl JsonSchema for Origin {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Origin".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^https?://[a-z0-9.:-]+$"})
    }
}

/// The public half of a passkey, a COSE key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Bytes", into = "Bytes")]
pub struct PasskeyPublic(PasskeyKey);

impl From<PasskeyKey> for PasskeyPublic {
    fn from(key: PasskeyKey) -> Self {
        Self(key)
    }
}

impl TryFrom<Bytes> for PasskeyPublic {
    type Error = PasskeyMistake;

    fn try_from(bytes: Bytes) -> Result<Self, PasskeyMistake> {
        PasskeyKey::from_cose(&bytes.0).map(Self)
    }
}

impl From<PasskeyPublic> for Bytes {
    fn from(key: PasskeyPublic) -> Self {
        Self(key.0.cose().to_vec())
    }
}

impl JsonSchema for PasskeyPublic {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Bytes::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Bytes::json_schema(generator)
    }
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passkey {
    /// By what its authenticator knows it.
    pub credential: Bytes,
    /// Its public half, a COSE key.
    pub public: PasskeyPublic,
    /// Where it was made: it signs for pages there only.
    pub origin: Origin,
}

impl Passkey {
    pub(super) fn fingerprint(&self) -> String {
        self.public.0.fingerprint()
    }
}

/// A signature by a passkey: what the browser answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignature {
    /// The key.
    pub key: Fingerprint,
    /// What the browser says of the page, and of what it was asked: the challenge is the SHA-256 of what is signed.
    pub client: Bytes,
    /// What the authenticator says: for which site, and who was there.
    pub authenticator: Bytes,
    /// The signature over both.
    pub signature: Bytes,
}

impl PasskeySignature {
    /// Whether it is by this passkey over this challenge; how often the passkey has signed.
    pub(super) fn verify(&self, key: &Passkey, challenge: &[u8]) -> Result<u32, PasskeyMistake> {
        let expected = Expected {
            challenge,
            origin: key.origin.as_str(),
            site: key.origin.site(),
        };
        let (client, data) = (self.client.as_slice(), self.authenticator.as_slice());
        asserted(
            &key.public.0,
            client,
            data,
            self.signature.as_slice(),
            &expected,
        )
    }
}
