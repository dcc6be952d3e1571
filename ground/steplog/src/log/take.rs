//! What of the bytes that are sent is new, whole, and within the limit.

use std::fs::File;

use crate::chunk::PAYLOAD;
use crate::error::{Refusal, Trouble};
use crate::index::{Index, Mark};
use crate::place::{Place, failed};
use crate::record::{Mistake, Parsed, Stream, parse};
use crate::scan::{Next, Scan};

/// Records, as chunks.
pub(super) struct Taken<'b> {
    pub(super) chunks: Vec<&'b [u8]>,
    /// What is said behind them, if the log is cut there.
    pub(super) mark: Option<String>,
    /// The time of the last record.
    pub(super) time: u64,
}

impl Taken<'_> {
    pub(super) fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }
}

/// The whole records that bytes begin with, up to the limit.
pub(super) fn whole<'b>(new: &'b [u8], end: &Mark, limit: u64) -> Result<Taken<'b>, Refusal> {
    let mut chunks = Vec::new();
    let (mut begins, mut stands, mut time) = (0, 0, end.time);
    let mut mark = None;
    while let Some((at, length)) = record(new, stands, end.offset)? {
        if end.offset + (stands + length) as u64 > limit {
            let cut = end.offset + stands as u64;
            mark = Some(format!("cut at byte {cut}: the limit is {limit} bytes"));
            break;
        }
        if stands + length - begins > PAYLOAD {
            chunks.extend(new.get(begins..stands));
            begins = stands;
        }
        (stands, time) = (stands + length, at);
    }
    chunks.extend(new.get(begins..stands).filter(|chunk| !chunk.is_empty()));
    Ok(Taken { chunks, mark, time })
}

/// The time and length of the record that stands there, if it is whole.
fn record(new: &[u8], stands: usize, offset: u64) -> Result<Option<(u64, usize)>, Refusal> {
    let rest = new.get(stands..).unwrap_or_default();
    let at = offset + stands as u64;
    let malformed = |mistake| Refusal::Malformed { at, mistake };
    match parse(rest).map_err(malformed)? {
        // Only the keeper says these.
        Parsed::Record(record, _) if record.stream == Stream::Mark => Err(malformed(Mistake::Tag)),
        Parsed::Record(record, length) => Ok(Some((record.at, length))),
        Parsed::Part => Ok(None),
    }
}

/// What a log has that was sent: all of it but the mark.
pub(super) struct Known<'f> {
    file: &'f File,
    index: &'f Index,
    place: &'f Place,
    end: u64,
}

pub(super) fn known<'f>(
    file: &'f File,
    index: &'f Index,
    place: &'f Place,
) -> Result<Known<'f>, Trouble> {
    let end = index.end().offset;
    let mut known = Known {
        file,
        index,
        place,
        end,
    };
    if index.end().cut {
        known.end = known.without_mark()?;
    }
    Ok(known)
}

impl Known<'_> {
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// The first offset at which other bytes are known.
    pub(super) fn differs(&self, offset: u64, bytes: &[u8]) -> Result<Option<u64>, Trouble> {
        let mut rest = bytes;
        let mut scan = Scan::new(self.file, self.index.before_offset(offset));
        while !rest.is_empty() {
            let begins = scan.mark.offset;
            let Some(payload) = self.payload(&mut scan)? else {
                return Ok(Some(begins));
            };
            let at = offset + (bytes.len() - rest.len()) as u64;
            let skip = usize::try_from(at - begins).unwrap_or(usize::MAX);
            let here = payload.get(skip..).unwrap_or_default();
            let same = here.iter().zip(rest).take_while(|(a, b)| a == b).count();
            if same < here.len().min(rest.len()) {
                return Ok(Some(at + same as u64));
            }
            rest = rest.get(same..).unwrap_or_default();
        }
        Ok(None)
    }

    /// Where the chunk of the mark begins: it is the last.
    fn without_mark(&self) -> Result<u64, Trouble> {
        let mut last = 0;
        let before = self.index.before_offset(self.end.saturating_sub(1));
        let mut scan = Scan::new(self.file, before);
        loop {
            let begins = scan.mark.offset;
            match self.payload(&mut scan)? {
                Some(_) => last = begins,
                None => return Ok(last),
            }
        }
    }

    fn payload<'s>(&self, scan: &'s mut Scan<'_>) -> Result<Option<&'s [u8]>, Trouble> {
        match scan.next().map_err(failed(&self.place.log(), "read"))? {
            Next::Chunk(_, payload) => Ok(Some(payload)),
            Next::End | Next::Wrong(_) => Ok(None),
        }
    }
}
