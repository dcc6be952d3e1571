//! The file of a log, within bounds.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use holdpoint_steplog::{Record, Stream, encode};
use sha2::{Digest, Sha256};

use crate::LogSummary;
use crate::supervise::now;

/// What a command says may be nobody else's business.
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    options.mode(0o600).open(path)
}

/// The first half of the limit goes to the file at once, the last half waits in memory.
pub(super) struct Log {
    path: PathBuf,
    file: Option<File>,
    hash: Sha256,
    bytes: u64,
    head_left: u64,
    tail: VecDeque<Vec<u8>>,
    tail_bytes: u64,
    tail_limit: u64,
    dropped: u64,
    failed: Option<std::io::Error>,
}

impl Log {
    pub(super) fn new(path: PathBuf, limit: u64) -> Self {
        Self {
            path,
            file: None,
            hash: Sha256::new(),
            bytes: 0,
            head_left: limit - limit / 2,
            tail: VecDeque::new(),
            tail_bytes: 0,
            tail_limit: limit / 2,
            dropped: 0,
            failed: None,
        }
    }

    pub(super) fn push(&mut self, stream: Stream, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        let mut records = Vec::with_capacity(text.len() + 64);
        let at = u64::try_from(now()).unwrap_or_default();
        encode(stream, at, text, &mut records);
        // A record ends where its line feed stands: there is no other in it.
        let cut = self.fitting(&records);
        let (head, rest) = records.split_at_checked(cut).unwrap_or((&records, &[]));
        self.write(head);
        for record in rest.split_inclusive(|byte| *byte == b'\n') {
            self.keep(record.to_vec());
        }
    }

    /// How many bytes of whole records still go to the file; none after the first that did not.
    fn fitting(&mut self, records: &[u8]) -> usize {
        let left = usize::try_from(self.head_left).unwrap_or(usize::MAX);
        if records.len() <= left {
            self.head_left -= records.len() as u64;
            return records.len();
        }
        self.head_left = 0;
        let room = records.get(..left).unwrap_or_default();
        room.iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1)
    }

    fn keep(&mut self, record: Vec<u8>) {
        self.tail_bytes += record.len() as u64;
        self.tail.push_back(record);
        while self.tail_bytes > self.tail_limit {
            let Some(first) = self.tail.pop_front() else {
                break;
            };
            self.tail_bytes -= first.len() as u64;
            self.dropped += first.len() as u64;
        }
    }

    /// What the keeper of the log says itself.
    pub(super) fn mark(&mut self, text: &str) {
        let mut record = Vec::new();
        let said = Record {
            at: u64::try_from(now()).unwrap_or_default(),
            stream: Stream::Mark,
            ends: true,
            text: text.as_bytes(),
        };
        said.write(&mut record);
        self.write(&record);
    }

    /// A full disk must not stop the command: the first error is kept for the end.
    fn write(&mut self, bytes: &[u8]) {
        if self.failed.is_none() && !bytes.is_empty() {
            self.failed = self.try_to_write(bytes).err();
            self.hash.update(bytes);
            self.bytes += bytes.len() as u64;
        }
    }

    fn try_to_write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => private(&self.path)?,
        };
        let written = file.write_all(bytes);
        self.file = Some(file);
        written
    }

    pub(super) fn finish(&mut self) -> std::io::Result<LogSummary> {
        if self.dropped > 0 {
            self.mark(&format!("{} bytes were not kept here", self.dropped));
        }
        for record in std::mem::take(&mut self.tail) {
            self.write(&record);
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if let Some(file) = &self.file {
            file.sync_all()?;
        }
        let sha256 = hex::encode(std::mem::take(&mut self.hash).finalize());
        Ok(LogSummary {
            sha256,
            bytes: self.bytes,
            dropped: self.dropped,
        })
    }
}
