//! What can be wrong.

use thiserror::Error;

/// Why a text is no public key that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyMistake {
    /// There is nothing.
    #[error("there is no key: it is one line, as in a file that ends in `.pub`")]
    Empty,
    /// A private key was given.
    #[error(
        "this is a private key, which nobody else may ever see: give the file that ends in `.pub`"
    )]
    Private,
    /// There is more than a line.
    #[error(
        "this is more than one line: a public key is one line, as in a file that ends in `.pub`"
    )]
    Lines,
    /// Not a kind of key that is used.
    #[error("`{0}` is no kind of key that is used here: {KINDS}")]
    Kind(String),
    /// The middle of the line is no base64.
    #[error("what stands after `{0}` is no base64")]
    Base64(&'static str),
    /// It says to be one kind and is another.
    #[error("the line begins with `{0}`, but the key in it is `{1}`")]
    Otherwise(&'static str, String),
    /// The bytes are not what such a key consists of.
    #[error("the bytes of this `{0}` key are broken off, or not those of such a key")]
    Broken(&'static str),
    /// An RSA key that is too short, or longer than anybody needs.
    #[error("this RSA key has {0} bits: 2048 to 8192 are used")]
    Bits(usize),
    /// The exponent of an RSA key.
    #[error("the public exponent of this RSA key is not the usual 65537")]
    Exponent,
    /// A point that is none of the curve, as far as its form tells.
    #[error("this `{0}` key is no point of its curve")]
    Point(&'static str),
    /// A security key that was made for something else.
    #[error("this security key signs for `{0}`: those that `ssh-keygen` makes sign for `ssh:…`")]
    Application(String),
}

const KINDS: &str = "ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa (2048 bits and more), sk-ssh-ed25519@openssh.com and \
                     sk-ecdsa-sha2-nistp256@openssh.com are";

/// Why a signature does not hold, or is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignatureMistake {
    /// No armour around it.
    #[error(
        "this does not begin with `-----BEGIN SSH SIGNATURE-----` and end with `-----END SSH SIGNATURE-----`"
    )]
    Armour,
    /// The body is no base64.
    #[error("the body of the signature is no base64")]
    Base64,
    /// It is too long for any signature.
    #[error("this is longer than any signature")]
    Long,
    /// The bytes are not what a signature consists of.
    #[error("the bytes of the signature are broken off, or not those of a signature")]
    Broken,
    /// A version that is not known.
    #[error("the signature has version {0}, and only version 1 is known")]
    Version(u32),
    /// The key in it cannot be used.
    #[error("the key in the signature cannot be used: {0}")]
    Key(#[from] KeyMistake),
    /// A hash that is not known.
    #[error("the signature hashes with `{0}`, and only sha256 and sha512 are known")]
    Hash(String),
    /// An algorithm that does not belong to the key, or is not used any more.
    #[error("the signature is by `{found}`, and this key signs by {expected}")]
    Algorithm {
        /// What it says.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// It was made for something else.
    #[error("the signature was made for the namespace `{found}`, not for `{expected}`")]
    Namespace {
        /// What it was made for.
        found: String,
        /// What it should have been.
        expected: String,
    },
    /// Nobody touched the security key.
    #[error("nobody touched the security key when it signed")]
    Untouched,
    /// It is not of this message by this key.
    #[error("the signature is not by this key over these bytes")]
    Wrong,
}
