//! What goes wrong with an authority.

use thiserror::Error;

use crate::certificate::{RootMistake, SignFailure, TermsMistake};
use crate::key::NoRandomness;

/// Why an authority does not do it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AuthorityMistake {
    /// No certificate has such terms.
    #[error(transparent)]
    Terms(#[from] TermsMistake),
    /// It cannot be signed.
    #[error(transparent)]
    Sign(#[from] SignFailure),
    /// What came out is not what it should be.
    #[error(transparent)]
    Root(#[from] RootMistake),
    /// The authority counts no more, or not yet.
    #[error(
        "the certificate authority counts from {begins} to {ends} (seconds since 1970) only: a new one has to take over, or the clock is wrong"
    )]
    Over {
        /// From when on it counts.
        begins: i64,
        /// Until when.
        ends: i64,
    },
    /// The server would have no name.
    #[error("a server's certificate needs a name or an address by which agents reach it")]
    Nameless,
    /// Some names are none.
    #[error("these are neither names nor addresses of a server: {}", .0.join(", "))]
    Names(Vec<String>),
    /// There are two already.
    #[error(
        "there are two authorities already: the older one has to be retired, or the newer one activated, before there is another"
    )]
    Two,
    /// There is nobody who could take over.
    #[error("there is no authority that could take over: one has to be prepared first")]
    NoSuccessor,
    /// There is nobody to be retired.
    #[error("there is no former authority that could be retired")]
    NoPredecessor,
}

impl From<NoRandomness> for AuthorityMistake {
    fn from(error: NoRandomness) -> Self {
        Self::Sign(error.into())
    }
}

impl From<x509_cert::der::Error> for AuthorityMistake {
    fn from(error: x509_cert::der::Error) -> Self {
        Self::Sign(error.into())
    }
}

/// Why an agent does not get another certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RenewMistake {
    /// Nothing is given to it any more.
    #[error("the agent `{0}` has been revoked: it gets no certificate any more")]
    Revoked(String),
    /// Its certificate has run out since it connected.
    #[error("the certificate of the agent `{0}` has expired: it has to be enrolled again")]
    Expired(String),
    /// It asks for the key that it has.
    #[error(
        "the request has the key of the certificate that it is to replace: a new one is needed"
    )]
    SameKey,
    /// The authority does not do it.
    #[error(transparent)]
    Authority(#[from] AuthorityMistake),
}
