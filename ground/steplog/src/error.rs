//! What goes wrong with a log.

use std::io;

use crate::record::Mistake;

/// Why bytes are not appended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Somebody with a newer lease writes.
    #[error(
        "epoch {offered} is refused: epoch {current} writes this log. Stop the step: another agent has its lease"
    )]
    Deposed {
        /// The epoch that was named.
        offered: u64,
        /// The one that writes.
        current: u64,
    },
    /// Bytes before these are missing.
    #[error(
        "bytes from offset {offered} on are refused: the log ends at {expected}. Go on from there"
    )]
    Gap {
        /// Where they were to stand.
        offered: u64,
        /// Where the log ends.
        expected: u64,
    },
    /// Other bytes than these are known.
    #[error(
        "at offset {at} the log has other bytes. Two write it as one, or the sender's copy is damaged"
    )]
    Differs {
        /// The first offset at which they differ.
        at: u64,
    },
    /// They are no records.
    #[error("at offset {at} there is no record: {mistake}")]
    Malformed {
        /// Where the record should begin.
        at: u64,
        /// What is wrong with it.
        mistake: Mistake,
    },
    /// Nothing is added any more.
    #[error("the log is sealed at {length} bytes: nothing is added to it")]
    Sealed {
        /// Bytes that it has.
        length: u64,
    },
    /// The medium failed.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Why a log cannot be opened or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// A file could not be read or written.
    #[error("`{path}` cannot be {what}")]
    Medium {
        /// The file.
        path: String,
        /// What was to be done with it: `read`, `written`.
        what: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Another process writes.
    #[error("the log in `{0}` is written by another process. One at a time: stop the other")]
    Taken(String),
    /// It is not what was written.
    #[error("`{path}` is damaged at byte {at}: {what}. Take it from a copy")]
    Damaged {
        /// The file.
        path: String,
        /// Where in it.
        at: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// There is nothing at that offset.
    #[error("the log ends at {length}, before offset {offered}")]
    Beyond {
        /// The offset that was asked for.
        offered: u64,
        /// Where the log ends.
        length: u64,
    },
}
