//! What the agent is told.

use crate::Digest;
use crate::frame::Parting;

/// Something that happened, in the order in which it did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The server has let the agent in.
    Welcome {
        /// Who is in charge: to be kept, for [`super::Identity::epoch`].
        epoch: u64,
    },
    /// Work. Write it down, then call [`super::Courier::accept`]; or [`super::Courier::decline`].
    Offer {
        /// The work.
        key: u64,
        /// Who hands it out.
        epoch: u64,
        /// What is to be done.
        payload: Vec<u8>,
    },
    /// Work is to end. It may come more than once, and before the work has begun.
    Stop {
        /// The work.
        key: u64,
        /// Whether at once.
        force: bool,
    },
    /// Work must not begin, if it has not: write that down, then call [`super::Courier::revoked`]. If it has begun:
    /// [`super::Courier::started`].
    Revoke {
        /// The work.
        key: u64,
        /// Who says so.
        epoch: u64,
    },
    /// How work stands is asked: answer with [`super::Courier::status`].
    LookUp {
        /// The work.
        key: u64,
    },
    /// The server has kept how work ended, and all its output: it may be discarded. Write that down, then call
    /// [`super::Courier::discarded`].
    Settled {
        /// The work.
        key: u64,
    },
    /// New credentials. Keep them, then call [`super::Courier::rotated`].
    Rotate {
        /// What the server says.
        payload: Vec<u8>,
    },
    /// A piece of a file that was fetched. Keep it, then call [`super::Courier::file_kept`].
    File {
        /// Which.
        digest: Digest,
        /// Where its first byte stands.
        offset: u64,
        /// Bytes of the whole.
        size: u64,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The server has not the file that was fetched.
    NoFile {
        /// Which.
        digest: Digest,
        /// Why.
        why: String,
    },
    /// The server has all of a file.
    Uploaded {
        /// Which.
        digest: Digest,
    },
    /// The session is over by the server's word.
    Parted {
        /// Why, for programs.
        reason: Parting,
        /// Why, for people.
        text: String,
    },
}
