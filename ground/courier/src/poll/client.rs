//! The agent's end.

use super::{Answer, PollError, Request, Standing, UNDER_WAY};

/// One session in requests.
#[derive(Debug)]
pub struct PollClient {
    id: [u8; 16],
    number: u64,
    /// Bytes that the server may not have, and where the first stands.
    up: Vec<u8>,
    kept: u64,
    /// How far they were ever sent.
    sent: u64,
    /// Bytes of answers that came.
    heard: u64,
    /// Whose answers they are.
    server: Option<u64>,
}

impl PollClient {
    /// A session of that name: drawn at random each time.
    #[must_use]
    pub fn new(id: [u8; 16]) -> Self {
        Self {
            id,
            number: 0,
            up: Vec::new(),
            kept: 0,
            sent: 0,
            heard: 0,
            server: None,
        }
    }

    /// How many more bytes can be under way.
    #[must_use]
    pub fn room(&self) -> usize {
        UNDER_WAY.saturating_sub(self.up.len())
    }

    /// Bytes for the server.
    pub fn push(&mut self, bytes: &[u8]) {
        self.up.extend_from_slice(bytes);
    }

    /// Whether there are bytes that were in no request.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.sent < self.kept + self.up.len() as u64
    }

    /// The next request, also instead of one that failed.
    pub fn request(&mut self) -> Vec<u8> {
        self.number += 1;
        self.sent = self.kept + self.up.len() as u64;
        let request = Request {
            id: self.id,
            number: self.number,
            offset: self.kept,
            kept: self.heard,
            bytes: &self.up,
        };
        request.body()
    }

    /// Reads an answer, of whichever request: what is new in it, and whether the session goes on.
    ///
    /// # Errors
    /// When it is none.
    pub fn answered<'b>(&mut self, body: &'b [u8]) -> Result<(&'b [u8], bool), PollError> {
        let answer = Answer::read(body)?;
        let server = *self.server.get_or_insert(answer.server);
        if answer.server < server {
            // It is late.
            return Ok((&[], true));
        }
        if answer.server > server || answer.standing == Standing::Unknown {
            return Ok((&[], false));
        }
        let kept = answer.kept.saturating_sub(self.kept);
        let kept = usize::try_from(kept)
            .unwrap_or(usize::MAX)
            .min(self.up.len());
        self.up.drain(..kept);
        self.kept += kept as u64;
        let bytes = super::new(answer.bytes, answer.offset, self.heard);
        self.heard += bytes.len() as u64;
        Ok((bytes, answer.standing == Standing::Open))
    }
}
