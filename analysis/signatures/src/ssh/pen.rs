//! Signing with an Ed25519 key that is at hand, as `ssh-keygen -Y sign` does with one in a file.

use ring::signature::{Ed25519KeyPair, KeyPair as _};

use super::key::{Algorithm, PublicKey};
use super::material::Material;
use super::mistake::SignatureMistake;
use super::signature::Signature;
use super::wire::put;

/// A private key (RFC 8032). People's own never come here: theirs stay in files, agents and security keys.
pub struct Pen {
    pair: Ed25519KeyPair,
    key: PublicKey,
}

impl Pen {
    /// The key whose secret these bytes are.
    ///
    /// # Errors
    /// When they are none.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, SignatureMistake> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        let pair = pair.map_err(|_| SignatureMistake::Wrong)?;
        let key = PublicKey::ed25519(pair.public_key().as_ref());
        Ok(Self { pair, key })
    }

    /// Its public half.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Signs a message for a purpose; with Ed25519 the same is signed the same way each time.
    #[must_use]
    pub fn sign(&self, namespace: &str, message: &[u8]) -> Signature {
        let made = |signed: &[u8]| self.pair.sign(signed).as_ref().to_vec();
        Signature::of_ed25519(&self.key, namespace, message, made)
    }
}

impl PublicKey {
    /// The key of these 32 bytes.
    fn ed25519(bytes: &[u8]) -> Self {
        let mut blob = Vec::new();
        put(&mut blob, Algorithm::Ed25519.name().as_bytes());
        put(&mut blob, bytes);
        Self::made(Algorithm::Ed25519, blob, Material::Ed25519(bytes.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::Pen;
    use crate::ssh::{PublicKey, Signature};

    /// The first test of RFC 8032, section 7.1.
    const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    fn bytes(hex: &str) -> [u8; 32] {
        let byte = |at: usize| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    #[test]
    fn its_public_half_is_that_of_the_standard() {
        let pen = Pen::from_seed(&bytes(SEED)).unwrap();
        assert!(pen.key().blob().ends_with(&bytes(PUBLIC)));
        let read = PublicKey::from_blob(pen.key().blob()).unwrap();
        assert_eq!(read, *pen.key());
    }

    #[test]
    fn what_it_signs_is_read_as_what_it_is() {
        let pen = Pen::from_seed(&bytes(SEED)).unwrap();
        let signature = pen.sign("file", b"a message");
        let read = Signature::from_armour(&signature.armoured()).unwrap();
        assert_eq!(read, signature);
        assert!(read.verify("file", b"a message").is_ok());
        assert!(read.verify("file", b"another").is_err());
        assert!(read.verify("mail", b"a message").is_err());
    }
}
