//! Frames from bytes, however they are cut.

use super::{FIXED, Frame, MAX_FRAME};

/// Bytes that have been read and stand before the next frame, from which on they are moved out.
const STALE: usize = 64 << 10;

/// Why bytes are no frames. Nothing that follows them can be read either: the session is over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The length.
    #[error(
        "byte {at}: a frame has 5 to 1,048,576 bytes behind its length, this one {length}. The other side speaks another protocol"
    )]
    Length {
        /// Where the frame begins, counted from the first byte of the session.
        at: u64,
        /// What is said.
        length: u64,
    },
    /// The length of the head.
    #[error("byte {at}: the head of the frame has {head} bytes, and the frame only {length}")]
    Head {
        /// Where the frame begins.
        at: u64,
        /// What is said of the head.
        head: u64,
        /// What the frame has.
        length: u64,
    },
    /// What the head says.
    #[error("byte {at}: the head of a frame of kind {kind} is not understood: {why}")]
    Content {
        /// Where the frame begins.
        at: u64,
        /// Its kind.
        kind: u8,
        /// What is wrong with its JSON.
        why: String,
    },
}

/// Reads frames from the bytes of a session.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
    /// Bytes of these that are read.
    read: usize,
    /// Bytes of the session before these.
    before: u64,
    skipped: u64,
}

impl Decoder {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next frame; none until more bytes have come. Kinds that are not known are passed over.
    ///
    /// # Errors
    /// When the bytes are no frame; then the session is over.
    pub fn read(&mut self) -> Result<Option<Frame>, FrameError> {
        while let Some((frame, length)) = self.first()? {
            self.read += length;
            self.tidy();
            match frame {
                Some(frame) => return Ok(Some(frame)),
                None => self.skipped += 1,
            }
        }
        Ok(None)
    }

    /// Frames that were passed over, because their kind is not known.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The frame that stands first, if it is whole, and its length.
    fn first(&self) -> Result<Option<(Option<Frame>, usize)>, FrameError> {
        let rest = self.bytes.get(self.read..).unwrap_or_default();
        let at = self.before + self.read as u64;
        let Some(length) = number(rest) else {
            return Ok(None);
        };
        if !(FIXED - 4..=MAX_FRAME).contains(&length) {
            let length = length as u64;
            return Err(FrameError::Length { at, length });
        }
        let Some(frame) = rest.get(4..4 + length) else {
            return Ok(None);
        };
        Ok(Some((parts(frame, at)?, 4 + length)))
    }

    /// Moves out what is read, when there is enough of it.
    fn tidy(&mut self) {
        if self.read == self.bytes.len() || self.read > STALE {
            self.before += self.read as u64;
            self.bytes.drain(..self.read);
            self.read = 0;
            if self.bytes.is_empty() {
                // Thousands of sessions wait: each keeps what it needs.
                self.bytes.shrink_to(256);
            }
        }
    }
}

/// The number that bytes begin with, if they are enough.
fn number(bytes: &[u8]) -> Option<usize> {
    let number = u32::from_be_bytes(*bytes.first_chunk()?);
    usize::try_from(number).ok()
}

fn parts(frame: &[u8], at: u64) -> Result<Option<Frame>, FrameError> {
    let (kind, rest) = frame.split_first().unwrap_or((&0, &[]));
    let length = number(rest).unwrap_or_default();
    let rest = rest.get(4..).unwrap_or_default();
    let Some((head, body)) = rest.split_at_checked(length) else {
        let (head, length) = (length as u64, frame.len() as u64);
        return Err(FrameError::Head { at, head, length });
    };
    Frame::read(*kind, head, body).map_err(|error| FrameError::Content {
        at,
        kind: *kind,
        why: error.to_string(),
    })
}
