//! HMAC-SHA-256 (RFC 2104): for names that must be found and not be told, and to derive keys.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const BLOCK: usize = 64;

/// The code of `parts`, concatenated, under a key of 32 bytes.
pub(crate) fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let inner = padded(key, 0x36);
    let outer = padded(key, 0x5c);
    let mut hash = Sha256::new_with_prefix(inner.as_slice());
    parts.iter().for_each(|part| hash.update(part));
    let inner = hash.finalize();
    Sha256::new_with_prefix(outer.as_slice())
        .chain_update(inner)
        .finalize()
        .into()
}

fn padded(key: &[u8; 32], pad: u8) -> Zeroizing<[u8; BLOCK]> {
    let mut block = Zeroizing::new([pad; BLOCK]);
    block
        .iter_mut()
        .zip(key)
        .for_each(|(place, byte)| *place ^= byte);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard() {
        // RFC 4231, test case 2; its key of four bytes is padded with zeros, as HMAC itself does.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let code = hmac(&key, &[b"what do ya want ", b"for nothing?"]);
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(code), expected);
    }
}
