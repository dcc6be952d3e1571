//! Signatures over messages, with the key that made them inside.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;

use super::armour;
use super::key::{Algorithm, PublicKey};
use super::material::{Material, RsaHash, by_ed25519, by_p256, by_rsa};
use super::mistake::SignatureMistake;
use super::wire::{Broken, Reader, put};

const MAGIC: &[u8] = b"SSHSIG";

/// What the message was hashed with before it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Result<Self, SignatureMistake> {
        match name {
            "sha256" => Ok(Self::Sha256),
            "sha512" => Ok(Self::Sha512),
            other => Err(SignatureMistake::Hash(other.chars().take(64).collect())),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    fn of(self, message: &[u8]) -> digest::Digest {
        digest::digest(
            match self {
                Self::Sha256 => &digest::SHA256,
                Self::Sha512 => &digest::SHA512,
            },
            message,
        )
    }
}

/// What is known of the person's presence when a signature was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing: the key is in a file or an agent.
    Unknown,
    /// They touched their security key.
    Touched,
    /// They touched it, and it knew them by a PIN or a finger.
    Verified,
}

/// The signature itself.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Made {
    Plain(Vec<u8>),
    Rsa(RsaHash, Vec<u8>),
    /// By a security key, with its flags and its counter.
    Sk(Vec<u8>, u8, u32),
}

/// A signature as `ssh-keygen -Y sign` makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    key: PublicKey,
    namespace: String,
    reserved: Vec<u8>,
    hash: Hash,
    made: Made,
    blob: Vec<u8>,
}

impl From<Broken> for SignatureMistake {
    fn from(Broken: Broken) -> Self {
        Self::Broken
    }
}

impl Signature {
    /// Reads the text of a file that ends in `.sig`.
    ///
    /// # Errors
    /// Says why it is none.
    pub fn from_armour(text: &str) -> Result<Self, SignatureMistake> {
        Self::from_blob(&armour::open(text)?)
    }

    /// Reads the same without the lines around it, in base64.
    ///
    /// # Errors
    /// Says why it is none.
    pub fn from_base64(text: &str) -> Result<Self, SignatureMistake> {
        if text.len() > armour::LONGEST * 2 {
            return Err(SignatureMistake::Long);
        }
        let blob = STANDARD.decode(text);
        Self::from_blob(&blob.map_err(|_| SignatureMistake::Base64)?)
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// Says why it is none.
    pub fn from_blob(blob: &[u8]) -> Result<Self, SignatureMistake> {
        if blob.len() > armour::LONGEST {
            return Err(SignatureMistake::Long);
        }
        let mut reader = Reader::new(blob);
        if reader.bytes(MAGIC.len())? != MAGIC {
            return Err(SignatureMistake::Broken);
        }
        match reader.number()? {
            1 => {}
            version => return Err(SignatureMistake::Version(version)),
        }
        let key = PublicKey::from_blob(reader.string()?)?;
        let namespace = reader.text()?.to_owned();
        let reserved = reader.string()?.to_vec();
        let hash = Hash::named(reader.text()?)?;
        let made = made(key.algorithm(), reader.string()?)?;
        reader.end()?;
        if namespace.is_empty() {
            return Err(SignatureMistake::Broken);
        }
        Ok(Self {
            key,
            namespace,
            reserved,
            hash,
            made,
            blob: blob.to_vec(),
        })
    }

    /// The key that says to have made it; only [`Signature::verify`] says whether it did.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The text of a file that ends in `.sig`.
    #[must_use]
    pub fn armoured(&self) -> String {
        armour::close(&self.blob)
    }

    /// The same without the lines around it.
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.blob)
    }

    /// Whether its key signed the message for this purpose, and what that says of whose hand it was.
    ///
    /// # Errors
    /// Says why it does not hold.
    pub fn verify(&self, namespace: &str, message: &[u8]) -> Result<Presence, SignatureMistake> {
        if self.namespace != namespace {
            return Err(SignatureMistake::Namespace {
                found: self.namespace.chars().take(64).collect(),
                expected: namespace.to_owned(),
            });
        }
        match self.holds(&self.signed(message)) {
            true => self.presence(),
            false => Err(SignatureMistake::Wrong),
        }
    }

    /// What Ed25519 signatures are made over here, as OpenSSH does unless it is told otherwise.
    pub(super) const HASH: Hash = Hash::Sha512;

    /// The signature that `make` makes of what is to be signed.
    pub(super) fn of_ed25519(
        key: &PublicKey,
        namespace: &str,
        message: &[u8],
        make: impl Fn(&[u8]) -> Vec<u8>,
    ) -> Self {
        let mut signature = Self {
            key: key.clone(),
            namespace: namespace.to_owned(),
            reserved: Vec::new(),
            hash: Self::HASH,
            made: Made::Plain(Vec::new()),
            blob: MAGIC.to_vec(),
        };
        let made = make(&signature.signed(message));
        let mut inner = Vec::new();
        put(&mut inner, key.algorithm().name().as_bytes());
        put(&mut inner, &made);
        signature.blob.extend_from_slice(&1_u32.to_be_bytes());
        let hash = Self::HASH.name().as_bytes();
        for part in [key.blob(), namespace.as_bytes(), &[], hash, &inner] {
            put(&mut signature.blob, part);
        }
        signature.made = Made::Plain(made);
        signature
    }

    fn holds(&self, signed: &[u8]) -> bool {
        let by_touch = |application: &str, flags: u8, counter: u32| {
            touched(application, flags, counter, signed)
        };
        match (&self.key.material, &self.made) {
            (Material::Ed25519(key), Made::Plain(made)) => by_ed25519(key, signed, made),
            (Material::P256(point), Made::Plain(made)) => by_p256(point, signed, made),
            (Material::Rsa(n, e), Made::Rsa(hash, made)) => by_rsa(n, e, *hash, signed, made),
            (Material::SkEd25519(key, application), Made::Sk(made, flags, counter)) => {
                by_ed25519(key, &by_touch(application, *flags, *counter), made)
            }
            (Material::SkP256(point, application), Made::Sk(made, flags, counter)) => {
                by_p256(point, &by_touch(application, *flags, *counter), made)
            }
            // `made` was read as what belongs to the key.
            _ => false,
        }
    }

    fn presence(&self) -> Result<Presence, SignatureMistake> {
        match self.made {
            Made::Sk(_, flags, _) if flags & USER_PRESENT == 0 => Err(SignatureMistake::Untouched),
            Made::Sk(_, flags, _) if flags & USER_VERIFIED != 0 => Ok(Presence::Verified),
            Made::Sk(..) => Ok(Presence::Touched),
            Made::Plain(_) | Made::Rsa(..) => Ok(Presence::Unknown),
        }
    }

    /// What was signed: the message's hash, and what the signature is for.
    fn signed(&self, message: &[u8]) -> Vec<u8> {
        let mut signed = MAGIC.to_vec();
        put(&mut signed, self.namespace.as_bytes());
        put(&mut signed, &self.reserved);
        put(&mut signed, self.hash.name().as_bytes());
        put(&mut signed, self.hash.of(message).as_ref());
        signed
    }
}

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 4;

/// What a security key signs: for whom, what it knows of its owner, how often it has signed, and what.
fn touched(application: &str, flags: u8, counter: u32, signed: &[u8]) -> Vec<u8> {
    let mut all = digest::digest(&digest::SHA256, application.as_bytes())
        .as_ref()
        .to_vec();
    all.push(flags);
    all.extend_from_slice(&counter.to_be_bytes());
    all.extend_from_slice(digest::digest(&digest::SHA256, signed).as_ref());
    all
}

fn made(algorithm: Algorithm, bytes: &[u8]) -> Result<Made, SignatureMistake> {
    let mut reader = Reader::new(bytes);
    let name = reader.text()?;
    let expected = match algorithm {
        Algorithm::Rsa => "rsa-sha2-512 or rsa-sha2-256",
        other => other.name(),
    };
    let by_another = || SignatureMistake::Algorithm {
        found: name.chars().take(64).collect(),
        expected,
    };
    let made = match (algorithm, name) {
        (Algorithm::Rsa, "rsa-sha2-256") => Made::Rsa(RsaHash::Sha256, reader.string()?.to_vec()),
        (Algorithm::Rsa, "rsa-sha2-512") => Made::Rsa(RsaHash::Sha512, reader.string()?.to_vec()),
        (Algorithm::Rsa, _) => return Err(by_another()),
        (other, name) if other.name() != name => return Err(by_another()),
        (Algorithm::Ed25519, _) => Made::Plain(reader.string()?.to_vec()),
        (Algorithm::EcdsaP256, _) => Made::Plain(numbers(reader.string()?)?),
        (Algorithm::SkEd25519, _) => {
            Made::Sk(reader.string()?.to_vec(), reader.byte()?, reader.number()?)
        }
        (Algorithm::SkEcdsaP256, _) => {
            Made::Sk(numbers(reader.string()?)?, reader.byte()?, reader.number()?)
        }
    };
    reader.end()?;
    Ok(made)
}

/// The two numbers of an ECDSA signature, made 32 bytes each.
fn numbers(bytes: &[u8]) -> Result<Vec<u8>, SignatureMistake> {
    let mut reader = Reader::new(bytes);
    let mut fixed = Vec::with_capacity(64);
    for _ in 0..2 {
        let number = reader.integer()?;
        let zeros = 32_usize.checked_sub(number.len());
        let zeros = zeros.ok_or(SignatureMistake::Broken)?;
        fixed.resize(fixed.len() + zeros, 0);
        fixed.extend_from_slice(number);
    }
    reader.end()?;
    Ok(fixed)
}
