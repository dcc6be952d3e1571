//! Private keys that statements are signed with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;

use crate::dsse::Signature;
use crate::key::{KeyError, PublicKey};

/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410).
const PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A private Ed25519 key, with the id of its public half.
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    id: String,
}

/// Without the key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Reads a PEM file as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// # Errors
    /// Says why it is no usable key; never what is in it.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let body = pem.trim().strip_prefix("-----BEGIN PRIVATE KEY-----");
        let body = body.ok_or(KeyError::Private("the first line is another"))?;
        let body = body.strip_suffix("-----END PRIVATE KEY-----");
        let body = body.ok_or(KeyError::Private("the last line is another"))?;
        let base64: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der = STANDARD.decode(base64);
        let der = der.map_err(|_| KeyError::Private("its body is no base64"))?;
        let secret = der
            .strip_prefix(&PREFIX)
            .and_then(|key| key.try_into().ok());
        let secret: [u8; 32] = secret.ok_or(KeyError::Private("it is not Ed25519"))?;
        let key = ed25519_dalek::SigningKey::from_bytes(&secret);
        let public = PublicKey::from_ed25519(key.verifying_key().as_bytes())?;
        let id = public.id().to_owned();
        Ok(Self { key, id })
    }

    /// Signs; the signature names the key.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        Signature {
            key_id: Some(self.id.clone()),
            bytes: self.key.sign(bytes).to_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SigningKey;
    use crate::key::PublicKey;

    /// Made by `openssl genpkey -algorithm ed25519`, with its public half by `openssl pkey -pubout`.
    const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIDd4DSdp21Z+ibFTV79YChhd654VNZlhF7hn3ITYgt/o
-----END PRIVATE KEY-----
";
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAlhJz0M3FdjyjJGx3b3GNkIHFr/wLoVkcDVsmq43iUpk=
-----END PUBLIC KEY-----
";

    #[test]
    fn a_key_of_openssl_signs_what_its_other_half_verifies() {
        let (key, public) = (SigningKey::from_pem(PRIVATE), PublicKey::from_pem(PUBLIC));
        let (key, public) = (key.expect("a key"), public.expect("a key"));
        let signature = key.sign(b"text");
        assert_eq!(signature.key_id.as_deref(), Some(public.id()));
        assert!(public.verifies(b"text", &signature.bytes));
        assert!(!public.verifies(b"other", &signature.bytes));
        assert!(!format!("{key:?}").contains(PRIVATE.lines().nth(1).expect("a line")));
    }

    #[test]
    fn other_keys_are_refused_without_being_shown() {
        for wrong in [
            PUBLIC,
            "",
            &PRIVATE.replace("MC4", "MC5"),
            &PRIVATE.replace('-', ""),
        ] {
            let error = SigningKey::from_pem(wrong).expect_err("no key").to_string();
            assert!(
                error.contains("openssl genpkey -algorithm ed25519"),
                "{error}"
            );
        }
    }
}
