//! Why a secret cannot be had. What a keeper answers is never repeated: it may say what it should not.

use std::fmt;

use crate::reference::Reference;

/// Why a secret cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Why {
    /// Which secret.
    pub reference: Reference,
    /// What went wrong.
    pub trouble: Trouble,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reference, trouble } = self;
        write!(f, "the secret {reference} cannot be had: {trouble}")
    }
}

/// What went wrong with a keeper of secrets, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// Nothing is set up for such references.
    #[error("no such keeper is set up here. Set it up, or keep the secret elsewhere")]
    Unconfigured,
    /// It is not within what is allowed.
    #[error(
        "it is not within what is allowed here. Move it there, or allow its place in the settings"
    )]
    Outside,
    /// The reference is not spelled as its keeper needs it.
    #[error("the reference is not well spelled: {0}")]
    Spelling(&'static str),
    /// There is none.
    #[error("there is none. Look at how it is spelled, and whether whoever asks may see it")]
    Absent,
    /// It has no such field.
    #[error("it has no such field")]
    Field,
    /// The field holds a list, an object or nothing.
    #[error("the field is no text, number or truth value. Keep the secret as text")]
    NotText,
    /// There is no such version.
    #[error("it has no such version")]
    Version,
    /// That version is deleted, destroyed or switched off.
    #[error(
        "this version of it is deleted, destroyed or switched off. Restore it, or name another"
    )]
    Deleted,
    /// Its keeper has no versions.
    #[error("its keeper has no versions (KV version 1). Name none")]
    Unversioned,
    /// Everybody on the machine can read it.
    #[error(
        "the file has mode {0:04o}: everybody on the machine has access to it. Run `chmod o= FILE`, and if others could have read it, replace the secret"
    )]
    Open(u32),
    /// It has no bytes.
    #[error("it is empty")]
    Empty,
    /// It is larger than a secret.
    #[error("it has more than {0} bytes, which no secret needs")]
    Large(u64),
    /// It is a folder, a pipe or the like.
    #[error("it is not a file")]
    NotFile,
    /// The file could not be read.
    #[error("the file cannot be read ({0})")]
    Medium(std::io::ErrorKind),
    /// Who asks may not.
    #[error("whoever asks may not read it. Allow it there: {0}")]
    Denied(&'static str),
    /// The keeper does not believe who asks.
    #[error("logging in was refused: {0}")]
    Login(&'static str),
    /// There are no credentials to ask with.
    #[error("there are no credentials to ask with: {0}")]
    Credentials(&'static str),
    /// The vault is sealed.
    #[error("the vault is sealed. Somebody has to unseal it")]
    Sealed,
    /// Too many questions.
    #[error("its keeper wants fewer questions. Try again later")]
    Limited,
    /// The keeper is elsewhere.
    #[error("its keeper sends on to another address. Name the one that answers by itself")]
    Moved,
    /// The keeper failed.
    #[error("its keeper answered with status {0}")]
    Answer(u16),
    /// No connection.
    #[error("its keeper cannot be reached: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("its keeper did not answer in time")]
    Slow,
    /// The connection broke off.
    #[error("the connection to its keeper broke off")]
    Broken,
    /// The answer is none that is documented.
    #[error("its keeper answered what is not documented. Is the address the right one?")]
    Unreadable,
    /// The checksum does not hold.
    #[error("it arrived damaged")]
    Damaged,
}
