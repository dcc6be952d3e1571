//! Public keys as JSON (RFC 7517, RFC 7518 section 6.2), and their names.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::base64url;
use crate::key::PublicKey;

/// A public key that signs tokens with ES256. The fields are in the order in which they are written.
#[derive(Debug, Serialize)]
pub(super) struct Jwk {
    #[serde(rename = "use")]
    usage: &'static str,
    kty: &'static str,
    alg: &'static str,
    kid: String,
    crv: &'static str,
    x: String,
    y: String,
}

/// What a key is named by: those of its fields that say what it is, in the order of their names, without white space (RFC
/// 7638, section 3).
#[derive(Serialize)]
struct Essence<'a> {
    crv: &'a str,
    kty: &'a str,
    x: &'a str,
    y: &'a str,
}

impl Jwk {
    pub(super) fn of(key: &PublicKey) -> Self {
        let (x, y) = key.coordinates();
        let (x, y) = (base64url::encode(x), base64url::encode(y));
        Self {
            usage: "sig",
            kty: "EC",
            alg: "ES256",
            kid: thumbprint(&x, &y),
            crv: "P-256",
            x,
            y,
        }
    }
}

/// The name of a key: the SHA-256 of what it is, in base64url (RFC 7638).
pub(super) fn name(key: &PublicKey) -> String {
    Jwk::of(key).kid
}

fn thumbprint(x: &str, y: &str) -> String {
    let essence = Essence {
        crv: "P-256",
        kty: "EC",
        x,
        y,
    };
    let text = serde_json::to_string(&essence).unwrap_or_default();
    base64url::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    /// The key and the thumbprint of RFC 9449, sections 4.1 and 6.1.
    #[test]
    fn names_are_those_of_the_standard() {
        assert_eq!(
            super::thumbprint(
                "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
                "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"
            ),
            "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
        );
    }
}
