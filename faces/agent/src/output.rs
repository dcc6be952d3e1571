//! What a command says, kept within bounds: the beginning and the end, because errors stand at the end.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use holdpoint_mask::{Masker, Secret};
use holdpoint_steplog::{Record, Stream, encode};
use sha2::{Digest, Sha256};

use crate::supervise::now;
use crate::{AgentError, LogSummary};

/// The log of a step that is being written: records of both streams in the order in which they came.
pub(crate) struct Kept {
    log: Arc<Mutex<Log>>,
    masker: Masker,
    ends: (Sender<()>, Receiver<()>),
    streams: usize,
}

impl Kept {
    /// A file of at most about `limit` bytes, in which none of these values stands.
    pub(crate) fn create(
        path: &Path,
        limit: u64,
        secrets: &[(String, String)],
    ) -> Result<Self, AgentError> {
        let file = private(path).map_err(AgentError::io("create", path))?;
        let values: Vec<_> = secrets
            .iter()
            .map(|(name, value)| (name.as_str(), Secret::new(value.clone().into_bytes())))
            .collect();
        let (masker, short) = Masker::new(values.iter().map(|(name, value)| (*name, value)));
        let mut log = Log::new(file, limit);
        for name in short {
            log.mark(&format!("the value of {name} is too short to be masked"));
        }
        Ok(Self {
            log: Arc::new(Mutex::new(log)),
            masker,
            ends: channel(),
            streams: 0,
        })
    }

    /// Reads a stream to its end, on a thread of its own.
    pub(crate) fn follow(&mut self, stream: Stream, mut source: impl Read + Send + 'static) {
        self.streams += 1;
        let (end, log) = (self.ends.0.clone(), Arc::clone(&self.log));
        let mut masker = self.masker.another();
        std::thread::spawn(move || {
            let (mut buffer, mut clear) = (vec![0; 64 * 1024], Vec::new());
            while let Ok(count @ 1..) = source.read(&mut buffer) {
                masker.push(buffer.get(..count).unwrap_or_default(), &mut clear);
                held(&log).push(stream, &clear);
                clear.clear();
            }
            masker.finish(&mut clear);
            held(&log).push(stream, &clear);
            let _listener_gone = end.send(());
        });
    }

    /// Waits for the end of the streams, but not longer than `patience`: a process that left the group may hold them
    /// open for ever. What comes later is not kept.
    pub(crate) fn finish(self, patience: Duration) -> std::io::Result<LogSummary> {
        for _ in 0..self.streams {
            let _late = self.ends.1.recv_timeout(patience);
        }
        held(&self.log).finish()
    }
}

/// What a command says may be nobody else's business.
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    options.mode(0o600).open(path)
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
    tail: VecDeque<Vec<u8>>,
    tail_bytes: u64,
    tail_limit: u64,
    dropped: u64,
    failed: Option<std::io::Error>,
    closed: bool,
}

impl Log {
    fn new(file: File, limit: u64) -> Self {
        Self {
            file,
            hash: Sha256::new(),
            bytes: 0,
            head_left: limit - limit / 2,
            tail: VecDeque::new(),
            tail_bytes: 0,
            tail_limit: limit / 2,
            dropped: 0,
            failed: None,
            closed: false,
        }
    }

    fn push(&mut self, stream: Stream, text: &[u8]) {
        if self.closed || text.is_empty() {
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
    fn mark(&mut self, text: &str) {
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
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
            self.hash.update(bytes);
            self.bytes += bytes.len() as u64;
        }
    }

    fn finish(&mut self) -> std::io::Result<LogSummary> {
        self.closed = true;
        if self.dropped > 0 {
            self.mark(&format!("{} bytes were not kept here", self.dropped));
        }
        for record in std::mem::take(&mut self.tail) {
            self.write(&record);
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.bytes > 0 {
            self.file.sync_all()?;
        }
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

    use holdpoint_steplog::Stream;
    use sha2::{Digest, Sha256};

    use super::Kept;

    fn kept(
        text: &'static [u8],
        limit: u64,
        secrets: &[(&str, &str)],
    ) -> (String, crate::LogSummary) {
        let place = tempfile::NamedTempFile::new().unwrap();
        let secrets: Vec<_> = secrets
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut log = Kept::create(place.path(), limit, &secrets).unwrap();
        log.follow(Stream::Out, text);
        let summary = log.finish(Duration::from_secs(10)).unwrap();
        let content = std::fs::read(place.path()).unwrap();
        assert_eq!(summary.sha256, hex::encode(Sha256::digest(&content)));
        assert_eq!(summary.bytes, content.len() as u64);
        // Without times, which are always others.
        let text = String::from_utf8(content).unwrap();
        let lines = text.lines().map(|line| line.split_once(' ').unwrap().1);
        (lines.collect::<Vec<_>>().join("\n"), summary)
    }

    #[test]
    fn what_fits_is_kept_whole() {
        assert_eq!(kept(b"one\ntwo", 100, &[]).0, "o one\no+ two");
        assert_eq!(kept(b"one\ntwo", 100, &[]).1.dropped, 0);
        assert_eq!(kept(b"", 10, &[]).0, "");
    }

    #[test]
    fn of_what_does_not_fit_beginning_and_end_are_kept() {
        // A record has seventeen bytes beside its text, with its line feed.
        let (text, summary) = kept(b"0123\n4567\n89ab\ncdef\n", 50, &[]);
        assert_eq!(text, "o 0123\n! 42 bytes were not kept here\no cdef");
        assert_eq!(summary.dropped, 42);
    }

    #[test]
    fn values_of_secrets_are_masked_and_short_ones_are_named() {
        let secrets = [("TOKEN", "planted-secret"), ("PIN", "123")];
        let (text, _) = kept(b"it is planted-secret\n123\n", 1000, &secrets);
        assert_eq!(
            text,
            "! the value of PIN is too short to be masked\no it is ***\no 123"
        );
    }

    #[test]
    fn a_stream_that_never_ends_is_left_behind() {
        let (reader, writer) = std::io::pipe().unwrap();
        let place = tempfile::NamedTempFile::new().unwrap();
        let mut log = Kept::create(place.path(), 100, &[]).unwrap();
        log.follow(Stream::Out, reader);
        let summary = log.finish(Duration::from_millis(20)).unwrap();
        assert_eq!(summary.bytes, 0);
        drop(writer);
    }
}
