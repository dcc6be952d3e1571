//! The numbers that a key consists of, and whether a signature is by them.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

use super::key::Algorithm;
use super::mistake::KeyMistake;
use super::wire::{Broken, Reader};

/// What a key consists of.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Material {
    /// 32 bytes.
    Ed25519(Vec<u8>),
    /// An uncompressed point: 65 bytes.
    P256(Vec<u8>),
    /// Modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
    /// An Ed25519 key in a security key, and what it was made for.
    SkEd25519(Vec<u8>, String),
    /// A point, its private half in a security key, and what it was made for.
    SkP256(Vec<u8>, String),
}

/// How an RSA key has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RsaHash {
    Sha256,
    Sha512,
}

pub(super) fn read(algorithm: Algorithm, blob: &[u8]) -> Result<Material, KeyMistake> {
    let name = algorithm.name();
    let broken = |Broken| KeyMistake::Broken(name);
    let mut reader = Reader::new(blob);
    reader.string().map_err(broken)?;
    let material = match algorithm {
        Algorithm::Ed25519 => Material::Ed25519(ed25519(&mut reader, name)?),
        Algorithm::EcdsaP256 => Material::P256(p256(&mut reader, name)?),
        Algorithm::Rsa => rsa(&mut reader)?,
        Algorithm::SkEd25519 => {
            let key = ed25519(&mut reader, name)?;
            Material::SkEd25519(key, application(&mut reader, name)?)
        }
        Algorithm::SkEcdsaP256 => {
            let point = p256(&mut reader, name)?;
            Material::SkP256(point, application(&mut reader, name)?)
        }
    };
    reader.end().map_err(broken)?;
    Ok(material)
}

fn ed25519(reader: &mut Reader<'_>, name: &'static str) -> Result<Vec<u8>, KeyMistake> {
    let key = reader.string().map_err(|Broken| KeyMistake::Broken(name))?;
    (key.len() == 32)
        .then(|| key.to_vec())
        .ok_or(KeyMistake::Point(name))
}

fn p256(reader: &mut Reader<'_>, name: &'static str) -> Result<Vec<u8>, KeyMistake> {
    let broken = |Broken| KeyMistake::Broken(name);
    if reader.string().map_err(broken)? != b"nistp256" {
        return Err(KeyMistake::Broken(name));
    }
    let point = reader.string().map_err(broken)?;
    (point.len() == 65 && point.first() == Some(&4))
        .then(|| point.to_vec())
        .ok_or(KeyMistake::Point(name))
}

fn rsa(reader: &mut Reader<'_>) -> Result<Material, KeyMistake> {
    let broken = |Broken| KeyMistake::Broken(Algorithm::Rsa.name());
    let exponent = reader.integer().map_err(broken)?;
    let modulus = reader.integer().map_err(broken)?;
    let zeros = modulus.first().map_or(0, |first| first.leading_zeros());
    let bits = (modulus.len() * 8).saturating_sub(zeros as usize);
    if !(2048..=8192).contains(&bits) {
        return Err(KeyMistake::Bits(bits));
    }
    if exponent != [1, 0, 1] {
        return Err(KeyMistake::Exponent);
    }
    Ok(Material::Rsa(modulus.to_vec(), exponent.to_vec()))
}

fn application(reader: &mut Reader<'_>, name: &'static str) -> Result<String, KeyMistake> {
    let application = reader.text().map_err(|Broken| KeyMistake::Broken(name))?;
    match application.starts_with("ssh:") {
        true => Ok(application.to_owned()),
        false => Err(KeyMistake::Application(
            application.chars().take(64).collect(),
        )),
    }
}

fn unparsed(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(algorithm, key)
        .verify(message, signature)
        .is_ok()
}

pub(super) fn by_ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    unparsed(&ED25519, key, message, signature)
}

/// The two numbers of an ECDSA signature, as 32 bytes each.
pub(super) fn by_p256(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    unparsed(&ECDSA_P256_SHA256_FIXED, point, message, signature)
}

pub(super) fn by_rsa(n: &[u8], e: &[u8], hash: RsaHash, message: &[u8], signature: &[u8]) -> bool {
    let algorithm = match hash {
        RsaHash::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        RsaHash::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
    };
    let key = RsaPublicKeyComponents { n, e };
    key.verify(algorithm, message, signature).is_ok()
}
