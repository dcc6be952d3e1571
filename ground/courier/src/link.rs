//! What both sides of a session have: bytes that wait, what is spoken, and how long silence may last.

use std::collections::BTreeSet;

use crate::frame::Frame;

/// Moments, in milliseconds since any moment that stays the same.
pub type Millis = u64;

/// The version of the protocol that this crate speaks. One that is a version older or newer is understood.
pub const VERSION: u32 = 1;
/// Bytes of output or of a file in one frame at most. A record of a log fits.
pub const CHUNK: usize = 64 << 10;
/// Bytes of one output, or of one file, that are under way before some of them are acknowledged.
pub const WINDOW: u64 = 512 << 10;
/// Bytes that wait for the other side to take them, at most: whoever does not take them is not there.
pub(crate) const BACKLOG: usize = 8 << 20;

/// What a side speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// The version.
    pub version: u32,
    /// What it can do beyond its version.
    pub features: BTreeSet<String>,
    /// What the other side must be able to do.
    pub requires: BTreeSet<String>,
}

impl Default for Protocol {
    fn default() -> Self {
        Self {
            version: VERSION,
            features: BTreeSet::new(),
            requires: BTreeSet::new(),
        }
    }
}

impl Protocol {
    /// Whether it can talk with another; else why not.
    pub(crate) fn meets(&self, other: &Self) -> Result<(), String> {
        let (own, theirs) = (self.version, other.version);
        if own.abs_diff(theirs) > 1 {
            return Err(format!(
                "version {theirs} of the protocol is met by version {own}: they may be one apart. Bring the older program up to date"
            ));
        }
        let lacks = |required: &BTreeSet<String>, features: &BTreeSet<String>| {
            required.difference(features).next().cloned()
        };
        let lacking =
            lacks(&other.requires, &self.features).or(lacks(&self.requires, &other.features));
        match lacking {
            None => Ok(()),
            Some(feature) => Err(format!(
                "feature `{feature}` is required and one side lacks it. Bring it up to date"
            )),
        }
    }
}

/// What is to be written to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// Nothing any more: the connection is to be closed.
    Closed,
}

/// Bytes that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct Out {
    bytes: Vec<u8>,
    taken: u64,
}

impl Out {
    pub(crate) fn push(&mut self, frame: &Frame) {
        frame.write(&mut self.bytes);
    }

    /// At most that many bytes of what waits.
    pub(crate) fn take(&mut self, most: usize) -> Vec<u8> {
        let bytes = match self.bytes.len() <= most {
            true => std::mem::take(&mut self.bytes),
            false => self.bytes.drain(..most).collect(),
        };
        self.taken += bytes.len() as u64;
        bytes
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Bytes that were taken since the session began.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Bytes that were pushed since the session began.
    pub(crate) fn end(&self) -> u64 {
        self.taken + self.bytes.len() as u64
    }
}
