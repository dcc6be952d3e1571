//! Chunks of a file, one after the other.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use crate::chunk::{HEAD, Head, head};
use crate::index::Mark;

/// Reads chunks from a mark on.
pub(crate) struct Scan<'f> {
    file: &'f File,
    /// Where it stands.
    pub(crate) mark: Mark,
    payload: Vec<u8>,
}

/// What is there.
pub(crate) enum Next<'p> {
    /// A chunk, with what it says of itself.
    Chunk(Head, &'p [u8]),
    /// Nothing, or what is no whole chunk.
    End,
    /// A chunk whose checksum holds, though it is not in order or has no records.
    Wrong(&'static str),
}

impl<'f> Scan<'f> {
    pub(crate) fn new(file: &'f File, mark: Mark) -> Self {
        let payload = Vec::new();
        Self {
            file,
            mark,
            payload,
        }
    }

    /// The next chunk; then it stands behind it.
    pub(crate) fn next(&mut self) -> io::Result<Next<'_>> {
        let Some(head) = self.whole()? else {
            return Ok(Next::End);
        };
        if head.number != self.mark.chunks {
            return Ok(Next::Wrong("a chunk with another number stands there"));
        }
        if self.mark.payload(&self.payload).is_err() {
            return Ok(Next::Wrong("a chunk that holds no records stands there"));
        }
        Ok(Next::Chunk(head, &self.payload))
    }

    /// Fetches the payload of the chunk here, if it is whole.
    fn whole(&mut self) -> io::Result<Option<Head>> {
        let mut bytes = [0; HEAD];
        if !filled(self.file, &mut bytes, self.mark.at)? {
            return Ok(None);
        }
        let Some(head) = head(&bytes) else {
            return Ok(None);
        };
        self.payload.resize(head.length, 0);
        let whole = filled(self.file, &mut self.payload, self.mark.at + HEAD as u64)?;
        Ok((whole && head.holds(&self.payload)).then_some(head))
    }
}

/// Whether there are that many bytes; if so they are read.
fn filled(file: &File, into: &mut [u8], at: u64) -> io::Result<bool> {
    match file.read_exact_at(into, at) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}
