//! Readers of a log: any number of them, in any process, while it grows.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::error::Trouble;
use crate::gather::{Gather, Line};
use crate::index::{Index, Mark};
use crate::log::sealed;
use crate::place::{Place, failed};
use crate::record::{Parsed, Record, parse};
use crate::scan::{Next, Scan};
use crate::seal::{Part, Seal, SealError, part};

/// What a log was at a moment. When it is another one there is more to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Bytes of the file.
    pub bytes: u64,
    /// Whether nothing is added any more.
    pub sealed: bool,
}

/// Reads a log.
#[derive(Debug)]
pub struct Reader {
    place: Place,
    file: File,
    index: Index,
}

impl Reader {
    /// Reads the log in a directory.
    ///
    /// # Errors
    /// When there is none, it is damaged, or the medium fails.
    pub fn open(directory: &Path) -> Result<Self, Trouble> {
        Self::at(Place::new(directory))
    }

    pub(crate) fn at(place: Place) -> Result<Self, Trouble> {
        let file = File::open(place.log()).map_err(failed(&place.log(), "read"))?;
        let index = Index::default();
        let mut reader = Self { place, file, index };
        reader.refresh()?;
        Ok(reader)
    }

    /// What the log is now; two calls to the system. Whoever follows it asks for this every so often, and reads when it has changed.
    ///
    /// # Errors
    /// When the medium fails.
    pub fn version(&self) -> Result<Version, Trouble> {
        let sealed = self.place.seal().try_exists();
        let about = self.file.metadata();
        Ok(Version {
            // First, so that nothing is missed of what was added before the seal.
            sealed: sealed.map_err(failed(&self.place.seal(), "read"))?,
            bytes: about.map_err(failed(&self.place.log(), "read"))?.len(),
        })
    }

    /// Takes notice of what was added; how many canonical bytes there are.
    ///
    /// # Errors
    /// When the log is damaged, or the medium fails.
    pub fn refresh(&mut self) -> Result<u64, Trouble> {
        let mut scan = Scan::new(&self.file, *self.index.end());
        loop {
            match scan.next().map_err(failed(&self.place.log(), "read"))? {
                Next::Chunk(..) => self.index.grow(scan.mark),
                Next::End => return Ok(self.index.end().offset),
                Next::Wrong(what) => return Err(self.damaged(self.index.end().at, what)),
            }
        }
    }

    /// Canonical bytes that it has, as of the last [`Reader::refresh`].
    #[must_use]
    pub fn length(&self) -> u64 {
        self.index.end().offset
    }

    /// Lines that have begun, as of the last [`Reader::refresh`].
    #[must_use]
    pub fn count(&self) -> u64 {
        self.index.end().lines
    }

    /// Canonical bytes from an offset on, at most so many; fewer at the end.
    ///
    /// # Errors
    /// When the log does not reach that far, is damaged, or the medium fails.
    pub fn read(&self, offset: u64, most: usize) -> Result<Vec<u8>, Trouble> {
        let length = self.length();
        if offset > length {
            return Err(Trouble::Beyond {
                offered: offset,
                length,
            });
        }
        let mut bytes = Vec::new();
        self.payloads(self.index.before_offset(offset), |begins, payload| {
            let skip = usize::try_from(offset.saturating_sub(begins)).unwrap_or(usize::MAX);
            let here = payload.get(skip..).unwrap_or_default();
            let room = most - bytes.len();
            bytes.extend_from_slice(here.get(..room).unwrap_or(here));
            bytes.len() < most
        })?;
        Ok(bytes)
    }

    /// Lines from that number on, counted from 1, at most so many. The last ones may not have ended.
    ///
    /// # Errors
    /// When the log is damaged, or the medium fails.
    pub fn lines(&mut self, from: u64, most: usize) -> Result<Vec<Line>, Trouble> {
        self.refresh()?;
        let mut lines = Vec::new();
        self.each_line(from, |line| {
            lines.push(line);
            lines.len() < most
        })?;
        lines.truncate(most);
        Ok(lines)
    }

    /// The seal, if nothing is added any more.
    ///
    /// # Errors
    /// When it is damaged, or the medium fails.
    pub fn seal(&self) -> Result<Option<Seal>, Trouble> {
        sealed(&self.place)
    }

    /// The part of that number, from 0, of a sealed log, with the proof that it is a part of it.
    ///
    /// # Errors
    /// When the log is not sealed, has no such part, is damaged, or the medium fails.
    pub fn part(&mut self, number: u64) -> Result<Part, SealError> {
        self.refresh()?;
        let seal = self.seal()?.ok_or(SealError::Open)?;
        part(self, &self.place, &seal, number)
    }

    /// Gives lines in their order, for as long as they are wanted.
    pub(crate) fn each_line(
        &self,
        from: u64,
        mut wanted: impl FnMut(Line) -> bool,
    ) -> Result<(), Trouble> {
        let mark = self.index.before_line(from.max(1));
        let mut gather = Gather::new(mark);
        let mut more = true;
        let mut give = |line: Line| line.number < from || wanted(line);
        self.payloads(mark, |_, payload| {
            each_record(payload, |record| gather.record(record));
            while more && let Some(line) = gather.next() {
                more = give(line);
            }
            more
        })?;
        while more && let Some(line) = gather.rest() {
            more = give(line);
        }
        Ok(())
    }

    /// Gives payloads with their offsets, from a mark on to the end that is known, for as long as they are wanted.
    fn payloads(
        &self,
        from: Mark,
        mut wanted: impl FnMut(u64, &[u8]) -> bool,
    ) -> Result<(), Trouble> {
        let mut scan = Scan::new(&self.file, from);
        while scan.mark.offset < self.length() {
            let (begins, at) = (scan.mark.offset, scan.mark.at);
            match scan.next().map_err(failed(&self.place.log(), "read"))? {
                Next::Chunk(_, payload) if wanted(begins, payload) => {}
                Next::Chunk(..) => return Ok(()),
                Next::End => return Err(self.damaged(at, "a chunk that was there is gone")),
                Next::Wrong(what) => return Err(self.damaged(at, what)),
            }
        }
        Ok(())
    }

    fn damaged(&self, at: u64, what: &'static str) -> Trouble {
        let path = self.place.log().display().to_string();
        Trouble::Damaged { path, at, what }
    }

    pub(crate) fn part_bytes(&self, number: u64, size: usize) -> Result<Vec<u8>, Trouble> {
        self.read(number.saturating_mul(size as u64), size)
    }
}

fn each_record(payload: &[u8], mut take: impl FnMut(&Record<'_>)) {
    let mut rest = payload;
    // A payload that is read has records only.
    while let Ok(Parsed::Record(record, length)) = parse(rest) {
        take(&record);
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Canonical bytes of a whole file, one payload after the other.
pub(crate) fn whole(file: &File, mut take: impl FnMut(&[u8])) -> io::Result<Mark> {
    let mut scan = Scan::new(file, Mark::default());
    while let Next::Chunk(_, payload) = scan.next()? {
        take(payload);
    }
    Ok(scan.mark)
}
