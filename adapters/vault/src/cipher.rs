//! Authenticated encryption: XChaCha20-Poly1305 with a random nonce, which stands before the ciphertext.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use holdpoint_ports::VaultError;
use zeroize::Zeroizing;

use crate::error::failed;
use crate::key::{Secret, random};

const NONCE: usize = 24;

/// Encrypts `text`; `context` is bound to it, and must be the same when it is decrypted.
pub(crate) fn encrypt(key: &Secret, context: &[u8], text: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let sealed = cipher
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: text,
                aad: context,
            },
        )
        .map_err(|_| failed("the text is too long to be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Decrypts; none if a bit of the key, the context or the ciphertext is another.
pub(crate) fn decrypt(key: &Secret, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let payload = Payload {
        msg: sealed,
        aad: context,
    };
    cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_with_the_same_key_and_context_only() {
        let key = Secret::new([1; 32]);
        let sealed = encrypt(&key, b"context", b"text").unwrap();
        assert_eq!(
            decrypt(&key, b"context", &sealed).unwrap().as_slice(),
            b"text"
        );
        assert!(decrypt(&Secret::new([2; 32]), b"context", &sealed).is_none());
        assert!(decrypt(&key, b"another", &sealed).is_none());
        assert!(decrypt(&key, b"context", &sealed[..20]).is_none());
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(decrypt(&key, b"context", &changed).is_none(), "bit {bit}");
        }
    }

    #[test]
    fn the_same_text_never_looks_the_same() {
        let key = Secret::new([1; 32]);
        let first = encrypt(&key, b"", b"text").unwrap();
        assert_ne!(first, encrypt(&key, b"", b"text").unwrap());
    }
}
