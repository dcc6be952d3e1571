//! A public key is read or refused, whatever form it has, and what it verifies it verifies again.

use holdpoint_attestation::PublicKey;

pub(crate) fn run(bytes: &[u8]) {
    let pem = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| PublicKey::from_pem(text).ok());
    let der = PublicKey::from_der(bytes).ok();
    let raw = bytes
        .first_chunk()
        .and_then(|bytes| PublicKey::from_ed25519(bytes).ok());
    for key in [pem, der, raw].into_iter().flatten() {
        assert!(!key.id().is_empty());
        let signature = bytes.get(..64).unwrap_or(bytes);
        assert_eq!(
            key.verifies(bytes, signature),
            key.verifies(bytes, signature)
        );
        assert!(
            !key.verifies(b"another message", signature) || !key.verifies(b"a message", signature)
        );
    }
}
