//! Digests that bind a log-in together.

use ring::digest::{SHA256, SHA512, digest};

use crate::{Algorithm, base64url};

/// The challenge of a verifier, method S256 (RFC 7636, section 4.2).
#[must_use]
pub fn challenge(verifier: &str) -> String {
    base64url::encode(digest(&SHA256, verifier.as_bytes()).as_ref())
}

/// The left half of a token's hash, as `at_hash` has it: by the hash of the algorithm that the ID token is signed with
/// (OpenID Connect Core, section 3.1.3.6), which for Ed25519 is SHA-512.
#[must_use]
pub fn hash_half(algorithm: Algorithm, token: &str) -> String {
    let hash = match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 | Algorithm::Es256 => &SHA256,
        Algorithm::EdDsa => &SHA512,
    };
    let digest = digest(hash, token.as_bytes());
    let (half, _) = digest.as_ref().split_at(digest.as_ref().len() / 2);
    base64url::encode(half)
}
