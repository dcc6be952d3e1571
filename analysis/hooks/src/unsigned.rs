//! Whom a request is from.

use crate::headers::{Fault, Headers};

/// A body whose sender is known. Only such a body is read.
#[derive(Debug, Clone, Copy)]
pub struct Genuine<'a>(&'a [u8]);

impl<'a> Genuine<'a> {
    /// A body for whose sender something else stands: a client certificate, a network, an address that is a secret.
    #[must_use]
    pub fn vouched(body: &'a [u8]) -> Self {
        Self(body)
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }
}

/// Why nobody knows whom a request is from. Answer it with 401; nothing of the body was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// A header is missing.
    #[error("the header `{header}` is missing; {help}")]
    Missing {
        /// Which.
        header: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A header is not what it should be.
    #[error("the header `{header}` is not {expected}")]
    Malformed {
        /// Which.
        header: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A header stands there more than once.
    #[error("the header `{0}` stands there more than once; a proxy between may have added it")]
    Twice(&'static str),
    /// No secret fits.
    #[error(
        "the header `{0}` does not fit the body; both sides need the same secret, and nothing between may change the body"
    )]
    Wrong(&'static str),
    /// It was signed too long ago, or the clocks differ.
    #[error(
        "the header `webhook-timestamp` is {off} seconds {which} the clock here, and may be {allowed}; set both clocks, and sign each attempt anew"
    )]
    Late {
        /// How far it is off, in seconds.
        off: u64,
        /// `behind` or `ahead of`.
        which: &'static str,
        /// How far it may be off, in seconds.
        allowed: u64,
    },
    /// There is no secret to compare with.
    #[error("there is no secret for this sender; configure the one that it signs with")]
    NoSecret,
}

/// The header of that name, which is needed.
pub(crate) fn needed<'a>(
    headers: &Headers<'a>,
    header: &'static str,
    help: &'static str,
) -> Result<&'a str, Unsigned> {
    optional(headers, header)?.ok_or(Unsigned::Missing { header, help })
}

/// The header of that name, if it is there.
pub(crate) fn optional<'a>(
    headers: &Headers<'a>,
    header: &'static str,
) -> Result<Option<&'a str>, Unsigned> {
    headers.one(header).map_err(|fault| match fault {
        Fault::Twice => Unsigned::Twice(header),
        Fault::NotText => Unsigned::Malformed {
            header,
            expected: "text",
        },
    })
}
