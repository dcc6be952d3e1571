//! What a command says, kept within bounds: the beginning and the end, because errors stand at the end.

mod log;

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use holdpoint_mask::{Masker, Secret};
use holdpoint_steplog::Stream;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::LogSummary;
use log::Log;

/// Bytes that are read at once, at first and at most: many steps that say little may be waited for in one process.
const READ: (usize, usize) = (1024, 64 * 1024);

/// The log of a step that is being written: records of both streams in the order in which they came.
pub(crate) struct Kept {
    log: Log,
    masker: Masker,
    sources: Vec<Source>,
    buffer: Vec<u8>,
}

/// A stream that has not ended.
struct Source {
    stream: Stream,
    from: File,
    masker: Masker,
}

impl Kept {
    /// A file of at most about `limit` bytes, in which none of these values stands; made when there is something to keep.
    pub(crate) fn new(path: PathBuf, limit: u64, secrets: &[(String, String)]) -> Self {
        let values: Vec<_> = secrets
            .iter()
            .map(|(name, value)| (name.as_str(), Secret::new(value.clone().into_bytes())))
            .collect();
        let (masker, short) = Masker::new(values.iter().map(|(name, value)| (*name, value)));
        let mut log = Log::new(path, limit);
        for name in short {
            log.mark(&format!("the value of {name} is too short to be masked"));
        }
        Self {
            log,
            masker,
            sources: Vec::new(),
            buffer: vec![0; READ.0],
        }
    }

    /// Keeps what comes from there, while it is waited for anything.
    pub(crate) fn follow(&mut self, stream: Stream, from: impl Into<OwnedFd>) {
        self.sources.push(Source {
            stream,
            from: File::from(from.into()),
            masker: self.masker.another(),
        });
    }

    /// Waits until there is something to read at `end`, but not longer than that; says whether there was.
    pub(crate) fn until(&mut self, end: BorrowedFd<'_>, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let (streams, ended) = ready(&self.sources, Some(end), left);
            self.read(&streams);
            if ended || left.is_zero() {
                return ended;
            }
        }
    }

    /// Waits for the end of the streams, but not longer than `patience`: a process that left the group may hold them
    /// open for ever. What comes later is not kept.
    pub(crate) fn finish(mut self, patience: Duration) -> std::io::Result<LogSummary> {
        let deadline = Instant::now() + patience;
        while !self.sources.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            let (streams, _) = ready(&self.sources, None, left);
            self.read(&streams);
            if left.is_zero() {
                break;
            }
        }
        for source in std::mem::take(&mut self.sources) {
            source.finish(&mut self.log);
        }
        self.log.finish()
    }

    /// Reads once from those that have something, or have ended.
    fn read(&mut self, ready: &[bool]) {
        let mut open = Vec::with_capacity(self.sources.len());
        for (at, mut source) in std::mem::take(&mut self.sources).into_iter().enumerate() {
            let goes_on = !ready.get(at).copied().unwrap_or_default()
                || source.read(&mut self.buffer, &mut self.log);
            match goes_on {
                true => open.push(source),
                false => source.finish(&mut self.log),
            }
        }
        self.sources = open;
    }
}

impl Source {
    /// Whether more may come.
    fn read(&mut self, buffer: &mut Vec<u8>, log: &mut Log) -> bool {
        let count = match self.from.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return true,
            Ok(0) | Err(_) => return false,
            Ok(count) => count,
        };
        let mut clear = Vec::new();
        self.masker
            .push(buffer.get(..count).unwrap_or_default(), &mut clear);
        log.push(self.stream, &clear);
        if count == buffer.len() {
            buffer.resize(READ.1, 0);
        }
        true
    }

    fn finish(mut self, log: &mut Log) {
        let mut clear = Vec::new();
        self.masker.finish(&mut clear);
        log.push(self.stream, &clear);
    }
}

/// Which of these have something to read or have ended, and whether `end` has, when one has or the time is up.
fn ready(sources: &[Source], end: Option<BorrowedFd<'_>>, patience: Duration) -> (Vec<bool>, bool) {
    let of = |fd| PollFd::from_borrowed_fd(fd, PollFlags::IN);
    let mut asked: Vec<_> = sources
        .iter()
        .map(|source| of(source.from.as_fd()))
        .collect();
    asked.extend(end.map(of));
    let patience = Timespec::try_from(patience).ok();
    if poll(&mut asked, patience.as_ref()).is_err() {
        // Interrupted, as it seems; whoever asks looks at the clock.
        return (Vec::new(), false);
    }
    let mut ready: Vec<_> = asked.iter().map(|one| !one.revents().is_empty()).collect();
    let ended = end.is_some() && ready.pop().unwrap_or_default();
    (ready, ended)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::os::fd::AsFd as _;
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
        let mut log = Kept::new(place.path().to_owned(), limit, &secrets);
        let (reader, mut writer) = std::io::pipe().unwrap();
        std::io::Write::write_all(&mut writer, text).unwrap();
        drop(writer);
        log.follow(Stream::Out, reader);
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
    fn what_might_have_become_a_secret_is_kept_when_it_has_not() {
        let secrets = [("TOKEN", "planted-secret")];
        assert_eq!(kept(b"it is plant", 100, &secrets).0, "o+ it is \no+ plant");
    }

    #[test]
    fn much_is_read_whole() {
        let text: &'static [u8] = b"0123456789abcde\n".repeat(2000).leak();
        let (kept, summary) = kept(text, 1 << 20, &[]);
        assert_eq!((kept.lines().count(), summary.dropped), (2000, 0));
        assert!(kept.lines().all(|line| line.ends_with(" 0123456789abcde")));
    }

    #[test]
    fn a_stream_that_never_ends_is_left_behind() {
        let (reader, writer) = std::io::pipe().unwrap();
        let place = tempfile::NamedTempFile::new().unwrap();
        let mut log = Kept::new(place.path().to_owned(), 100, &[]);
        log.follow(Stream::Out, reader);
        let begin = std::time::Instant::now();
        let (end, _open) = std::io::pipe().unwrap();
        assert!(!log.until(end.as_fd(), Duration::from_millis(20)));
        let summary = log.finish(Duration::from_millis(20)).unwrap();
        assert!(begin.elapsed() >= Duration::from_millis(40));
        assert_eq!(summary.bytes, 0);
        drop(writer);
    }
}
