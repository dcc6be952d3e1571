//! The bytes of a session in requests and their answers, for networks that let nothing else through.
//!
//! Each direction is a stream of bytes whose places are counted. A request brings bytes with the place of the first, and says up
//! to where the answers' bytes have come; an answer does the same the other way about. So a request that is lost, repeated or
//! late does no harm, and neither does an answer: what was not heard of is sent again, and what was is passed over. The server
//! holds a request until it has something to say, or a later request has come (as XEP-0124 does); an agent that has
//! something to say sends a second one meanwhile.
//!
//! `VERSION(1) ID(16) NUMBER(8) OFFSET(8) KEPT(8) BYTES` is a request, `VERSION(1) STATE(1) SERVER(8) KEPT(8)
//! OFFSET(8) BYTES` an answer. Numbers are big-endian.

mod client;
mod server;

pub use client::PollClient;
pub use server::{Held, Polls};

/// Bytes of one direction that are under way at most.
pub const UNDER_WAY: usize = 256 << 10;
/// Bytes that a body has at most.
pub const MAX_BODY: usize = UNDER_WAY + 64;
const VERSION: u8 = 1;

/// Why a body is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PollError {
    /// It is too short or too long.
    #[error("a body has from 26 to 262,208 bytes, this one {0}. Something on the way changed it")]
    Length(usize),
    /// Its version.
    #[error("the body is of version {0}, and 1 is understood")]
    Version(u8),
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It goes on.
    Open,
    /// It is over when these bytes are read.
    Over,
    /// It is not known: there was a restart, or it was silent for too long.
    Unknown,
}

/// A request in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'b> {
    /// Which session: drawn at random.
    pub id: [u8; 16],
    /// Counted from 1; a request that is repeated by the agent gets a new one.
    pub number: u64,
    /// Where the first byte stands.
    pub offset: u64,
    /// Bytes of answers that came.
    pub kept: u64,
    /// The bytes.
    pub bytes: &'b [u8],
}

/// An answer in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'b> {
    /// How the session stands.
    pub standing: Standing,
    /// The epoch of the server: a repeated request may come to a newer one, which does not continue what its predecessor said.
    pub server: u64,
    /// Bytes of requests that came.
    pub kept: u64,
    /// Where the first byte stands.
    pub offset: u64,
    /// The bytes.
    pub bytes: &'b [u8],
}

impl<'b> Request<'b> {
    /// Reads one.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(body: &'b [u8]) -> Result<Self, PollError> {
        let rest = versioned(body)?;
        let wrong = PollError::Length(body.len());
        let (id, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (number, rest) = number(rest).ok_or(wrong)?;
        let (offset, rest) = self::number(rest).ok_or(wrong)?;
        let (kept, bytes) = self::number(rest).ok_or(wrong)?;
        let id = *id;
        Ok(Self {
            id,
            number,
            offset,
            kept,
            bytes,
        })
    }

    /// Its body.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let mut body = vec![VERSION];
        body.extend_from_slice(&self.id);
        for number in [self.number, self.offset, self.kept] {
            body.extend_from_slice(&number.to_be_bytes());
        }
        body.extend_from_slice(self.bytes);
        body
    }
}

impl<'b> Answer<'b> {
    /// Reads one.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(body: &'b [u8]) -> Result<Self, PollError> {
        let rest = versioned(body)?;
        let wrong = PollError::Length(body.len());
        let (state, rest) = rest.split_first().ok_or(wrong)?;
        let (server, rest) = number(rest).ok_or(wrong)?;
        let (kept, rest) = number(rest).ok_or(wrong)?;
        let (offset, bytes) = number(rest).ok_or(wrong)?;
        let standing = match state {
            0 => Standing::Open,
            1 => Standing::Over,
            _ => Standing::Unknown,
        };
        Ok(Self {
            standing,
            server,
            kept,
            offset,
            bytes,
        })
    }

    /// Its body.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let state = match self.standing {
            Standing::Open => 0,
            Standing::Over => 1,
            Standing::Unknown => 2,
        };
        let mut body = vec![VERSION, state];
        for number in [self.server, self.kept, self.offset] {
            body.extend_from_slice(&number.to_be_bytes());
        }
        body.extend_from_slice(self.bytes);
        body
    }
}

fn versioned(body: &[u8]) -> Result<&[u8], PollError> {
    match body.split_first() {
        _ if body.len() > MAX_BODY => Err(PollError::Length(body.len())),
        Some((&VERSION, rest)) => Ok(rest),
        Some((version, _)) => Err(PollError::Version(*version)),
        None => Err(PollError::Length(0)),
    }
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u64::from_be_bytes(*number), rest))
}

/// What of bytes that begin at a place is new to whoever has heard that much; nothing if something before is missing.
fn new(bytes: &[u8], offset: u64, heard: u64) -> &[u8] {
    let known = heard
        .checked_sub(offset)
        .and_then(|known| usize::try_from(known).ok());
    known
        .and_then(|known| bytes.get(known..))
        .unwrap_or_default()
}
