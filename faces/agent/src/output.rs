//! What a command says, kept within bounds: the beginning and the end, because errors stand at the end.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::{AgentError, LogSummary};

/// A log that is being written.
pub(crate) struct Kept {
    log: Arc<Mutex<Log>>,
    ended: Receiver<()>,
}

impl Kept {
    /// Reads `source` to its end on a thread of its own, into a file of at most about `limit` bytes.
    pub(crate) fn start(
        mut source: impl Read + Send + 'static,
        path: &Path,
        limit: u64,
    ) -> Result<Self, AgentError> {
        let file = private(path).map_err(AgentError::io("create", path))?;
        let log = Arc::new(Mutex::new(Log::new(file, limit)));
        let (end, ended) = channel();
        let writer = Arc::clone(&log);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = source.read(&mut buffer) {
                held(&writer).push(buffer.get(..count).unwrap_or_default());
            }
            let _listener_gone = end.send(());
        });
        Ok(Self { log, ended })
    }

    /// Waits for the end of the stream, but not longer than `patience`: a process that left the group may hold it
    /// open for ever. What comes later is not kept.
    pub(crate) fn finish(self, patience: Duration) -> std::io::Result<LogSummary> {
        let _late = self.ended.recv_timeout(patience);
        held(&self.log).finish()
    }
}

/// What a command says may be nobody else's business.
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

fn held(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The first half of the limit goes to the file at once, the last half waits in memory.
struct Log {
    file: File,
    hash: Sha256,
    bytes: u64,
    head_left: u64,
    tail: VecDeque<u8>,
    tail_limit: usize,
    dropped: u64,
    failed: Option<std::io::Error>,
    closed: bool,
}

impl Log {
    fn new(file: File, limit: u64) -> Self {
        let half = limit / 2;
        Self {
            file,
            hash: Sha256::new(),
            bytes: 0,
            head_left: limit - half,
            tail: VecDeque::new(),
            tail_limit: usize::try_from(half).unwrap_or(usize::MAX),
            dropped: 0,
            failed: None,
            closed: false,
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.closed {
            return;
        }
        let head = usize::try_from(self.head_left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let (head, rest) = bytes.split_at_checked(head).unwrap_or((bytes, &[]));
        self.write(head);
        self.head_left = self.head_left.saturating_sub(head.len() as u64);
        self.tail.extend(rest);
        let excess = self.tail.len().saturating_sub(self.tail_limit);
        self.tail.drain(..excess);
        self.dropped += excess as u64;
    }

    /// A full disk must not stop the command: the first error is kept for the end.
    fn write(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
            self.hash.update(bytes);
            self.bytes += bytes.len() as u64;
        }
    }

    fn finish(&mut self) -> std::io::Result<LogSummary> {
        self.closed = true;
        if self.dropped > 0 {
            let note = format!("\n[{} bytes were not kept here]\n", self.dropped);
            self.write(note.as_bytes());
        }
        let tail = std::mem::take(&mut self.tail);
        self.write(&Vec::from(tail));
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.file.sync_all()?;
        let sha256 = hex::encode(std::mem::take(&mut self.hash).finalize());
        Ok(LogSummary {
            sha256,
            bytes: self.bytes,
            dropped: self.dropped,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::time::Duration;

    use sha2::{Digest, Sha256};

    use super::Kept;

    fn kept(text: &'static [u8], limit: u64) -> (String, crate::LogSummary) {
        let place = tempfile::NamedTempFile::new().unwrap();
        let log = Kept::start(text, place.path(), limit).unwrap();
        let summary = log.finish(Duration::from_secs(10)).unwrap();
        let content = std::fs::read(place.path()).unwrap();
        assert_eq!(summary.sha256, hex::encode(Sha256::digest(&content)));
        assert_eq!(summary.bytes, content.len() as u64);
        (String::from_utf8(content).unwrap(), summary)
    }

    #[test]
    fn what_fits_is_kept_whole() {
        assert_eq!(kept(b"0123456789", 10).0, "0123456789");
        assert_eq!(kept(b"0123456789", 10).1.dropped, 0);
        assert_eq!(kept(b"", 10).0, "");
    }

    #[test]
    fn of_what_does_not_fit_beginning_and_end_are_kept() {
        let (text, summary) = kept(b"0123456789abcdef", 8);
        assert_eq!(text, "0123\n[8 bytes were not kept here]\ncdef");
        assert_eq!(summary.dropped, 8);
    }

    #[test]
    fn a_stream_that_never_ends_is_left_behind() {
        let (reader, writer) = std::io::pipe().unwrap();
        let place = tempfile::NamedTempFile::new().unwrap();
        let log = Kept::start(reader, place.path(), 100).unwrap();
        let summary = log.finish(Duration::from_millis(20)).unwrap();
        assert_eq!(summary.bytes, 0);
        drop(writer);
    }
}
