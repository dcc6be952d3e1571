//! A public key of an issuer.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Map, Value};

use crate::{Algorithm, base64url};

/// A key that signs tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    name: Option<String>,
    /// The one algorithm that it is for, if it says so.
    only: Option<Algorithm>,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    /// Modulus and exponent, big-endian.
    Rsa(Vec<u8>, Vec<u8>),
    /// The point, uncompressed.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Key {
    /// A key of a set; none if it is of a kind that is not used here, or for something else than signing.
    pub(crate) fn read(fields: &Map<String, Value>) -> Option<Self> {
        if !signs(fields) {
            return None;
        }
        let only = match fields.get("alg") {
            None => None,
            Some(name) => Some(Algorithm::named(name.as_str()?)?),
        };
        let name = match fields.get("kid") {
            None => None,
            Some(name) => Some(name.as_str()?.to_owned()),
        };
        let material = material(fields)?;
        let key = Self {
            name,
            only,
            material,
        };
        // A key for an algorithm that it cannot have is nobody's.
        only.is_none_or(|only| key.fits(only)).then_some(key)
    }

    /// What the issuer calls it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether it signs in that way: which way a token is signed, its key says, and not the token.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        let kind = match (&self.material, algorithm) {
            (Material::Rsa(..), Algorithm::Rs256 | Algorithm::Ps256)
            | (Material::P256(_), Algorithm::Es256)
            | (Material::Ed25519(_), Algorithm::EdDsa) => true,
            (Material::Rsa(..) | Material::P256(_) | Material::Ed25519(_), _) => false,
        };
        kind && self.only.is_none_or(|only| only == algorithm)
    }

    pub(crate) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let verified = match (&self.material, algorithm) {
            (Material::Rsa(n, e), Algorithm::Rs256) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
            (Material::Rsa(n, e), Algorithm::Ps256) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PSS_2048_8192_SHA256,
                message,
                signature,
            ),
            (Material::P256(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Material::Ed25519(key), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature)
            }
            (Material::Rsa(..) | Material::P256(_) | Material::Ed25519(_), _) => return false,
        };
        verified.is_ok()
    }
}

/// Whether a key is for signatures, as far as it says (RFC 7517, sections 4.2 and 4.3).
fn signs(fields: &Map<String, Value>) -> bool {
    let used = fields.get("use").is_none_or(|used| used == "sig");
    let operations = fields.get("key_ops").is_none_or(|all| {
        let all = all.as_array();
        all.is_some_and(|all| all.iter().any(|operation| operation == "verify"))
    });
    used && operations
}

/// RSA of 2048 to 8192 bits with its usual exponents, a point of P-256 with both coordinates at full length (RFC
/// 7518, section 6.2.1), or 32 bytes of Ed25519.
fn material(fields: &Map<String, Value>) -> Option<Material> {
    let text = |name| fields.get(name).and_then(Value::as_str);
    let bytes = |name| base64url::decode(text(name)?);
    match (text("kty")?, text("crv")) {
        ("RSA", _) => {
            let (n, e) = (bytes("n")?, bytes("e")?);
            let sound = (256..=1024).contains(&n.len()) && (1..=4).contains(&e.len());
            (sound && n.first() != Some(&0) && e.first() != Some(&0)).then_some(Material::Rsa(n, e))
        }
        ("EC", Some("P-256")) => {
            let (x, y) = (bytes("x")?, bytes("y")?);
            let sound = x.len() == 32 && y.len() == 32;
            sound.then(|| Material::P256([&[4][..], &x, &y].concat()))
        }
        ("OKP", Some("Ed25519")) => {
            let key = bytes("x")?;
            (key.len() == 32).then_some(Material::Ed25519(key))
        }
        _ => None,
    }
}
