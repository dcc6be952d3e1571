//! Public keys and what they are called.

use std::fmt;

use holdpoint_signatures::ssh::PublicKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Passkey;

/// What a key is called: `SHA256:` and the SHA-256 of its public half in base64, as `ssh-keygen -l` shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(String);

impl Fingerprint {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digest = text.strip_prefix("SHA256:").unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
        match digest.len() == 43 && digest.bytes().all(plain) {
            true => Ok(Self(text)),
            false => Err(format!(
                "`{text}` is no fingerprint: that is `SHA256:` and 43 characters, as `ssh-keygen -l` shows"
            )),
        }
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.to_owned().try_into()
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Fingerprint {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^SHA256:[A-Za-z0-9+/]{43}$"})
    }
}

/// The public half of an SSH key, in the base64 of a line of OpenSSH and without what follows it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SshKey(PublicKey);

impl SshKey {
    /// The key.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.0
    }
}

impl From<PublicKey> for SshKey {
    fn from(key: PublicKey) -> Self {
        Self(key)
    }
}

impl TryFrom<String> for SshKey {
    type Error = String;

    /// Takes a whole line, too, and leaves its comment out: that names a person more often than not.
    fn try_from(text: String) -> Result<Self, String> {
        let line = match text.contains(' ') {
            true => text,
            // What stands in a line before its base64 stands in that, too.
            false => match PublicKey::from_base64(&text) {
                Ok(key) => return Ok(Self(key)),
                Err(_) => text,
            },
        };
        let key = line.parse::<PublicKey>();
        key.map(Self).map_err(|mistake| mistake.to_string())
    }
}

impl From<SshKey> for String {
    fn from(key: SshKey) -> Self {
        key.0.base64()
    }
}

impl JsonSchema for SshKey {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SshKey".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[A-Za-z0-9+/]+={0,2}$"})
    }
}

/// A key that a person signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SigningKey {
    /// An SSH key.
    Ssh(SshKey),
    /// A passkey.
    Passkey(Box<Passkey>),
}

impl SigningKey {
    /// What it is called.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Ssh(key) => Fingerprint(key.0.fingerprint()),
            Self::Passkey(key) => Fingerprint(key.fingerprint()),
        }
    }

    /// What kind of key it is, in the words of its field.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ssh(key) => key.0.algorithm().name(),
            Self::Passkey(_) => "passkey",
        }
    }
}
