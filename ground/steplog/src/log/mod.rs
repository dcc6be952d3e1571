//! The writer of a log.

mod open;
mod take;

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use holdpoint_durable::{Lock, replace};

use crate::chunk;
use crate::error::{Refusal, Trouble};
use crate::index::Index;
use crate::place::{Place, failed};
use crate::read::Reader;
use crate::record::{Record, Stream};
use crate::scan::{Next, Scan};
use crate::seal::{self, Seal};
pub(crate) use open::sealed;
use take::Taken;

/// A log that is written. One process at a time has it.
#[derive(Debug)]
pub struct Log {
    place: Place,
    file: File,
    index: Index,
    epoch: u64,
    limit: u64,
    /// Canonical bytes that are durable.
    durable: u64,
    seal: Option<Seal>,
    torn: u64,
    #[expect(dead_code, reason = "held for its lock")]
    lock: Lock,
}

/// What became of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The offset to go on from: behind the last whole record.
    pub next: u64,
    /// How many bytes are durable. Until then the sender keeps them.
    pub durable: u64,
    /// Whether the log has reached its limit, and takes nothing more.
    pub cut: bool,
}

impl Log {
    /// Appends records, the first byte of which stands at that offset. Bytes that are known already are compared; what is no
    /// whole record yet is not kept, and is sent again from [`Appended::next`] on. After the log was cut everything is taken
    /// and nothing kept. A newer epoch than that of the log takes the lease, durably.
    ///
    /// # Errors
    /// When the epoch is older, bytes are missing before these, others are known, they are no records, the log is sealed, or the
    /// medium fails. Then nothing was kept; but of what was sent when the medium failed, whole records may be.
    pub fn append(&mut self, epoch: u64, offset: u64, bytes: &[u8]) -> Result<Appended, Refusal> {
        self.lease(epoch)?;
        let new = match self.compared(offset, bytes)? {
            [] => return Ok(self.answer()),
            _ if self.cut() => return Ok(self.answer()),
            new => new,
        };
        if let Some(seal) = &self.seal {
            return Err(Refusal::Sealed {
                length: seal.length,
            });
        }
        let taken = take::whole(new, self.index.end(), self.limit)?;
        self.keep(&taken)?;
        Ok(self.answer())
    }

    /// Takes the lease for an epoch, durably if it is a newer one.
    ///
    /// # Errors
    /// When it is older than that of the log, or the medium fails.
    pub fn lease(&mut self, epoch: u64) -> Result<(), Refusal> {
        let current = self.epoch;
        if epoch < current {
            return Err(Refusal::Deposed {
                offered: epoch,
                current,
            });
        }
        if epoch > current {
            let path = self.place.lease();
            replace(&path, format!("{epoch}\n").as_bytes()).map_err(failed(&path, "written"))?;
            self.epoch = epoch;
        }
        Ok(())
    }

    /// Makes durable what was appended; how many bytes are.
    ///
    /// # Errors
    /// When the medium fails.
    pub fn sync(&mut self) -> Result<u64, Trouble> {
        let end = self.length();
        if self.durable < end {
            let path = self.place.log();
            self.file.sync_data().map_err(failed(&path, "written"))?;
            self.durable = end;
        }
        Ok(end)
    }

    /// Ends the log: what it has is made durable, and nothing is added any more. A log that is sealed stays as it is.
    ///
    /// # Errors
    /// When the epoch is older than that of the log, or the medium fails.
    pub fn seal(&mut self, epoch: u64) -> Result<Seal, Refusal> {
        self.lease(epoch)?;
        if let Some(seal) = &self.seal {
            return Ok(seal.clone());
        }
        self.sync()?;
        let (sealed, hashes) = seal::compute(&self.file, &self.place)?;
        let path = self.place.hashes();
        replace(&path, hashes.as_bytes()).map_err(failed(&path, "written"))?;
        let path = self.place.seal();
        replace(&path, sealed.to_string().as_bytes()).map_err(failed(&path, "written"))?;
        self.seal = Some(sealed.clone());
        Ok(sealed)
    }

    /// Canonical bytes that it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.index.end().offset
    }

    /// The epoch of who writes.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Whether it has reached its limit.
    #[must_use]
    pub fn cut(&self) -> bool {
        self.index.end().cut
    }

    /// Bytes at the end of the file that were no whole chunk when it was opened, and were cut off.
    #[must_use]
    pub fn torn(&self) -> u64 {
        self.torn
    }

    /// A reader of it.
    ///
    /// # Errors
    /// When the medium fails.
    pub fn reader(&self) -> Result<Reader, Trouble> {
        Reader::at(self.place.clone())
    }

    fn answer(&self) -> Appended {
        Appended {
            next: self.length(),
            durable: self.durable,
            cut: self.cut(),
        }
    }

    /// What of the bytes is new, behind those that are known.
    fn compared<'b>(&self, offset: u64, bytes: &'b [u8]) -> Result<&'b [u8], Refusal> {
        let known = take::known(&self.file, &self.index, &self.place)?;
        let expected = known.end();
        let Some(overlap) = expected.checked_sub(offset) else {
            return match self.cut() {
                true => Ok(&[]),
                false => Err(Refusal::Gap {
                    offered: offset,
                    expected,
                }),
            };
        };
        let overlap =
            usize::try_from(overlap).map_or(bytes.len(), |overlap| overlap.min(bytes.len()));
        let (old, new) = bytes.split_at_checked(overlap).unwrap_or((bytes, &[]));
        match known.differs(offset, old)? {
            Some(at) => Err(Refusal::Differs { at }),
            None => Ok(new),
        }
    }

    /// Writes chunks, all or none of them.
    fn keep(&mut self, taken: &Taken<'_>) -> Result<(), Trouble> {
        let mut end = *self.index.end();
        let mut bytes = Vec::with_capacity(taken.bytes() + 2 * chunk::HEAD);
        let mut marks = Vec::new();
        let mark = taken
            .mark
            .as_ref()
            .map(|text| mark_record(taken.time, text));
        let chunks = taken.chunks.iter().copied().chain(mark.as_deref());
        for payload in chunks {
            chunk::write(end.chunks, self.epoch, payload, &mut bytes);
            // They were parsed before.
            let _ = end.payload(payload);
            marks.push(end);
        }
        let written = self.file.write_all_at(&bytes, self.index.end().at);
        if let Err(error) = written {
            self.saved();
            return Err(failed(&self.place.log(), "written")(error));
        }
        marks.into_iter().for_each(|mark| self.index.grow(mark));
        Ok(())
    }

    /// After a failure: whole chunks stay, for somebody may have read them; the rest goes.
    fn saved(&mut self) {
        let mut scan = Scan::new(&self.file, *self.index.end());
        while let Ok(Next::Chunk(..)) = scan.next() {
            self.index.grow(scan.mark);
        }
        // What stays is no chunk, and is written over.
        let _ = self.file.set_len(self.index.end().at);
    }
}

fn mark_record(at: u64, text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    let mut bytes = Vec::new();
    Record {
        at,
        stream: Stream::Mark,
        ends: true,
        text,
    }
    .write(&mut bytes);
    bytes
}

/// Makes the name of the file durable: it may have been made just now.
fn durable_name(place: &Place) -> io::Result<()> {
    let path = place.log();
    path.parent()
        .map_or(Ok(()), holdpoint_durable::sync_directory)
}
