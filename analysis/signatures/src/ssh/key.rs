//! Public keys as one line of text.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ring::digest;

use super::material::{self, Material};
use super::mistake::KeyMistake;
use super::wire::Reader;

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519.
    Ed25519,
    /// ECDSA on the curve P-256.
    EcdsaP256,
    /// RSA of 2048 bits or more, which signs with SHA-2.
    Rsa,
    /// Ed25519 in a security key.
    SkEd25519,
    /// ECDSA on the curve P-256 in a security key.
    SkEcdsaP256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Ed25519,
        Self::EcdsaP256,
        Self::Rsa,
        Self::SkEd25519,
        Self::SkEcdsaP256,
    ];

    /// What OpenSSH calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ssh-ed25519",
            Self::EcdsaP256 => "ecdsa-sha2-nistp256",
            Self::Rsa => "ssh-rsa",
            Self::SkEd25519 => "sk-ssh-ed25519@openssh.com",
            Self::SkEcdsaP256 => "sk-ecdsa-sha2-nistp256@openssh.com",
        }
    }

    /// Whether the private half is in a security key, which somebody has to touch.
    #[must_use]
    pub fn in_security_key(self) -> bool {
        matches!(self, Self::SkEd25519 | Self::SkEcdsaP256)
    }

    fn named(name: &str) -> Result<Self, KeyMistake> {
        let found = Self::ALL.iter().find(|known| known.name() == name);
        found
            .copied()
            .ok_or_else(|| KeyMistake::Kind(name.chars().take(64).collect()))
    }
}

/// A public key, without the comment that follows it in a file: that names a person more often than not.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: Algorithm,
    blob: Vec<u8>,
    pub(super) material: Material,
}

/// Longest line that is looked at: an RSA key of 8192 bits has 1,400 characters.
const LONGEST: usize = 16_384;

impl PublicKey {
    /// Reads the bytes that stand in base64 in a line, and in signatures.
    ///
    /// # Errors
    /// Says why it is no usable key.
    pub fn from_blob(blob: &[u8]) -> Result<Self, KeyMistake> {
        let name = Reader::new(blob).text();
        let algorithm = Algorithm::named(name.map_err(|_| KeyMistake::Broken("SSH"))?)?;
        Ok(Self {
            algorithm,
            blob: blob.to_vec(),
            material: material::read(algorithm, blob)?,
        })
    }

    /// A key of which everything is known.
    pub(super) fn made(algorithm: Algorithm, blob: Vec<u8>, material: Material) -> Self {
        Self {
            algorithm,
            blob,
            material,
        }
    }

    /// What kind of key it is.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Its bytes.
    #[must_use]
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Reads the middle word of a line.
    ///
    /// # Errors
    /// Says why it is no usable key.
    pub fn from_base64(text: &str) -> Result<Self, KeyMistake> {
        if text.len() > LONGEST {
            return Err(KeyMistake::Lines);
        }
        let blob = STANDARD.decode(text);
        Self::from_blob(&blob.map_err(|_| KeyMistake::Base64("a key"))?)
    }

    /// The middle word of its line.
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.blob)
    }

    /// What `ssh-keygen -l` shows: `SHA256:` and the SHA-256 of its bytes in base64.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = digest::digest(&digest::SHA256, &self.blob);
        format!("SHA256:{}", STANDARD_NO_PAD.encode(digest))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm.name(), self.base64())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = KeyMistake;

    fn from_str(text: &str) -> Result<Self, KeyMistake> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyMistake::Empty);
        }
        if text.starts_with("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
            return Err(KeyMistake::Private);
        }
        if text.contains(['\n', '\r']) || text.len() > LONGEST {
            return Err(KeyMistake::Lines);
        }
        let mut words = text.split([' ', '\t']).filter(|word| !word.is_empty());
        let algorithm = Algorithm::named(words.next().unwrap_or_default())?;
        let name = algorithm.name();
        let blob = words.next().ok_or(KeyMistake::Base64(name))?;
        let blob = STANDARD.decode(blob);
        let blob = blob.map_err(|_| KeyMistake::Base64(name))?;
        let inside = Reader::new(&blob).text();
        match inside.map_err(|_| KeyMistake::Broken(name))? {
            found if found == name => Self::from_blob(&blob),
            found => Err(KeyMistake::Otherwise(
                name,
                found.chars().take(64).collect(),
            )),
        }
    }
}
