//! What a step wrote, kept as a blob.

use std::io::{self, Read};

use holdpoint_agent::Agent;
use holdpoint_domain::pipeline::StepResult;
use holdpoint_domain::{Digest, Effect, Time};
use holdpoint_engine::Task;
use holdpoint_steplog::{Parsed, Record, Stream, parse};

use crate::Hands;

/// Bytes that are read at once.
const PIECE: u64 = 256 * 1024;

impl Hands {
    /// The log of a step, and what else there is to say; nothing if it wrote nothing or cannot be kept.
    pub(crate) fn log(&self, task: &Task, more: Option<&str>) -> Option<Digest> {
        let own = Written {
            agent: &self.agent,
            key: task.position,
            offset: 0,
            piece: io::Cursor::new(Vec::new()),
        };
        let more = more.map(said).unwrap_or_default();
        let mut all = own.chain(more.as_slice());
        if let Effect::RunStep { .. } = &task.effect {
            let mut records = Vec::new();
            all.read_to_end(&mut records).ok()?;
            return self.kept(&plain(&records));
        }
        let mut first = [0];
        match all.read(&mut first) {
            Ok(1) => self.put(&mut first.chain(all)),
            _ => None,
        }
    }

    /// The same result, with what Holdpoint itself says as its log.
    pub(crate) fn noted(&self, result: StepResult, text: &str) -> StepResult {
        StepResult {
            log: self.kept(&said(text)),
            records: true,
            ..result
        }
    }

    /// Records as a blob.
    pub(crate) fn kept(&self, records: &[u8]) -> Option<Digest> {
        let mut records = records;
        match records.is_empty() {
            true => None,
            false => self.put(&mut records),
        }
    }

    fn put(&self, content: &mut dyn Read) -> Option<Digest> {
        let (digest, _) = self.blobs.put(content).ok()?;
        Some(Digest(digest.0))
    }
}

/// What records say, without streams and times, as logs of deployments are kept.
fn plain(records: &[u8]) -> Vec<u8> {
    let (mut text, mut rest) = (Vec::new(), records);
    while let Ok(Parsed::Record(record, length)) = parse(rest) {
        text.extend_from_slice(record.text);
        text.extend(record.ends.then_some(b'\n'));
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// What Holdpoint itself says, as records.
fn said(text: &str) -> Vec<u8> {
    let mut records = Vec::new();
    for line in text.lines() {
        let record = Record {
            at: now(),
            stream: Stream::Mark,
            ends: true,
            text: line.as_bytes().get(..1000).unwrap_or(line.as_bytes()),
        };
        record.write(&mut records);
    }
    records
}

/// What time it is, as the ledger has times.
pub(crate) fn time() -> Time {
    Time::from_millis(i64::try_from(now()).unwrap_or(i64::MAX))
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// What a step has written, as the agent has it.
struct Written<'a> {
    agent: &'a Agent,
    key: u64,
    offset: u64,
    piece: io::Cursor<Vec<u8>>,
}

impl Read for Written<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.piece.position() >= self.piece.get_ref().len() as u64 {
            let next = self.agent.log(self.key, self.offset, PIECE);
            let next = next.map_err(io::Error::other)?;
            self.offset += next.len() as u64;
            self.piece = io::Cursor::new(next);
        }
        self.piece.read(into)
    }
}
