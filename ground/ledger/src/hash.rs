//! RFC 6962 hashing: SHA-256 with a prefix that tells leaves from nodes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::strict64;

/// A SHA-256 hash: of a leaf, a node or a root. Its text form is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// Why text is not a hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Not 64 lower-case hexadecimal digits.
    #[error("`{0}` is not a hash: 64 lower-case hexadecimal digits are expected")]
    Hex(String),
    /// Not strict base64.
    #[error(transparent)]
    Base64(#[from] strict64::Base64Error),
    /// Another number of bytes than 32.
    #[error("a hash has 32 bytes, this one has {0}")]
    Length(usize),
}

impl Hash {
    /// The hash of nothing: the root of the empty tree.
    #[must_use]
    pub fn empty() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The hash of a leaf: SHA-256 of 0x00 and the entry's bytes.
    #[must_use]
    pub fn leaf(entry: &[u8]) -> Self {
        Self(
            Sha256::new()
                .chain_update([0])
                .chain_update(entry)
                .finalize()
                .into(),
        )
    }

    /// The hash of an inner node: SHA-256 of 0x01 and its two children.
    #[must_use]
    pub fn node(left: &Self, right: &Self) -> Self {
        let node = Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0);
        Self(node.finalize().into())
    }

    /// Plain SHA-256, without a prefix.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash that has these bytes.
    ///
    /// # Errors
    /// When they are not 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, HashError> {
        let array = <[u8; 32]>::try_from(bytes).map_err(|_| HashError::Length(bytes.len()))?;
        Ok(Self(array))
    }

    /// The hash that a checkpoint or a proof file writes in base64.
    ///
    /// # Errors
    /// When the text is not strict base64 of 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self, HashError> {
        Self::from_slice(&strict64::decode(text)?)
    }

    /// Standard base64 with padding, as checkpoints and proof files write it.
    #[must_use]
    pub fn to_base64(&self) -> String {
        strict64::encode(self.0)
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        let mut bytes = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(HashError::Hex(text.chars().take(80).collect()));
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            match (nibble(*high), nibble(*low)) {
                (Some(high), Some(low)) => *byte = high << 4 | low,
                _ => return Err(HashError::Hex(text.to_owned())),
            }
        }
        Ok(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
