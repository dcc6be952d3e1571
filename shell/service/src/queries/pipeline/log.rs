//! `pipeline.log`.

use holdpoint_domain::pipeline::{AttemptState, StepResult};
use holdpoint_domain::{Digest, Time};
use holdpoint_ports::BlobDigest;
use holdpoint_steplog::{Line, Resume, Stream, lines};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::run::{absent, id};
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// What a step writes or has written: its attempt that runs, or the last one that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowStepLog {
    /// Of which run.
    pub run: String,
    /// The id of the step.
    pub step: String,
    /// From where on, as an earlier answer says it in `next`; from the beginning if nothing is said.
    #[serde(default)]
    pub from: LogPlace,
}

/// A place in a log, written `ATTEMPT:OFFSET:LINE`, so that it also fits into an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9]{1,15}:[0-9]{1,15}:[0-9]{1,15}$"))]
pub struct LogPlace {
    /// Position of the intent of the attempt; of another attempt everything is new.
    pub attempt: u64,
    /// Bytes before it.
    pub offset: u64,
    /// The number of the line that begins there, from 1.
    pub line: u64,
}

impl From<LogPlace> for String {
    fn from(place: LogPlace) -> Self {
        format!("{}:{}:{}", place.attempt, place.offset, place.line)
    }
}

impl TryFrom<String> for LogPlace {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts: Vec<_> = text.split(':').map(|part| part.parse().ok()).collect();
        match parts.as_slice() {
            [Some(attempt), Some(offset), Some(line)] => Ok(Self {
                attempt: *attempt,
                offset: *offset,
                line: *line,
            }),
            _ => Err("`ATTEMPT:OFFSET:LINE` was expected".to_owned()),
        }
    }
}

impl Default for LogPlace {
    fn default() -> Self {
        Self {
            attempt: 0,
            offset: 0,
            line: 1,
        }
    }
}

/// What a step wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepLog {
    /// Its digest; none if the step has written nothing, or not ended.
    pub digest: Option<Digest>,
    /// Lines, in the order in which they began; at most those of 4 MiB.
    pub lines: Vec<LogLine>,
    /// From where to read on. As long as the step runs there may be more; lines from there on may be given again, longer.
    pub next: LogPlace,
    /// Whether there is more at once.
    pub more: bool,
    /// Whether the attempt has ended.
    pub ended: bool,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogLine {
    /// Its number, from 1: its permalink.
    pub number: u64,
    /// When it began, as the agent says; none of old logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Where it came from: `out`, `err`, or `note` of what Holdpoint itself says.
    pub stream: String,
    /// Its text, with what terminals make colours of.
    pub text: String,
}

/// Bytes of a log that one answer is made of.
const MOST: u64 = 4 * 1024 * 1024;

/// Where a log is.
enum Place {
    /// At the agent: the position of the intent.
    Live(u64),
    /// It has ended; the position of the intent if it is known.
    Kept(u64, Option<Digest>, bool),
}

impl Query for ShowStepLog {
    const NAME: &'static str = "pipeline.log";
    type View = StepLog;

    fn answer(&self, reader: &Reader<'_>) -> Result<StepLog, ServiceError> {
        let (attempt, digest, records, ended) = match self.place(reader)? {
            Place::Live(intent) => (intent, None, true, false),
            Place::Kept(attempt, digest, records) => (attempt, digest, records, true),
        };
        // What was read of an attempt before this one says nothing about this one.
        let same = self.from.attempt == attempt;
        let from = Resume {
            offset: if same { self.from.offset } else { 0 },
            line: if same { self.from.line.max(1) } else { 1 },
        };
        let (bytes, more) = match ended {
            false => live(reader, attempt, from.offset),
            true => kept(reader, digest, from.offset)?,
        };
        let (lines, next) = match records {
            true => lines(&bytes, from),
            false => plain(&bytes, from),
        };
        // A single line that is longer than an answer is given as far as it goes.
        let stuck = more && next == from;
        let next = LogPlace {
            attempt,
            offset: if stuck {
                from.offset + bytes.len() as u64
            } else {
                next.offset
            },
            line: next.line,
        };
        Ok(StepLog {
            digest,
            lines: lines.iter().map(LogLine::from).collect(),
            next,
            more,
            ended,
        })
    }
}

impl ShowStepLog {
    fn place(&self, reader: &Reader<'_>) -> Result<Place, ServiceError> {
        let id = id(&self.run)?;
        let found = reader.ask(|state| {
            let run = state.runs.get(&id.key())?;
            Ok(run.map(|run| {
                let place = run.planned.find(&self.step)?;
                let kept =
                    |attempt, result: &StepResult| Place::Kept(attempt, result.log, result.records);
                let attempt = run.attempts.get(&place);
                let running = attempt.filter(|one| !matches!(one.state, AttemptState::Resting(_)));
                let before = attempt.and_then(|one| Some(kept(one.intent, one.before.as_ref()?)));
                let end = run.ended.get(&place);
                let end = end.map(|end| kept(end.intent, &end.result));
                let live = running.map(|one| Place::Live(one.intent));
                let nothing = Place::Kept(0, None, false);
                Some(live.or(end).or(before).unwrap_or(nothing))
            }))
        })?;
        let found = found.ok_or_else(|| absent(&self.run))?;
        found.ok_or_else(|| absent(&format!("{} {}", self.run, self.step)))
    }
}

fn live(reader: &Reader<'_>, intent: u64, offset: u64) -> (Vec<u8>, bool) {
    let bytes = reader.service.written(intent, offset, MOST);
    let bytes = bytes.unwrap_or_default();
    let more = bytes.len() as u64 == MOST;
    (bytes, more)
}

fn kept(
    reader: &Reader<'_>,
    digest: Option<Digest>,
    offset: u64,
) -> Result<(Vec<u8>, bool), ServiceError> {
    let Some(digest) = digest else {
        return Ok(Default::default());
    };
    let bytes = reader.service.blobs().get(&BlobDigest(digest.0))?;
    let mut bytes = bytes.unwrap_or_default();
    let skip = usize::try_from(offset)
        .unwrap_or(usize::MAX)
        .min(bytes.len());
    bytes.drain(..skip);
    let more = bytes.len() as u64 > MOST;
    bytes.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok((bytes, more))
}

/// Lines of a log without records.
fn plain(bytes: &[u8], from: Resume) -> (Vec<Line>, Resume) {
    let texts = bytes.split_inclusive(|byte| *byte == b'\n');
    let line = |(number, text): (u64, &[u8])| Line {
        number,
        at: 0,
        stream: Stream::Out,
        text: text.strip_suffix(b"\n").unwrap_or(text).to_vec(),
        ended: true,
        shortened: false,
    };
    let lines: Vec<_> = (from.line..).zip(texts).map(line).collect();
    let next = Resume {
        offset: from.offset + bytes.len() as u64,
        line: from.line + lines.len() as u64,
    };
    (lines, next)
}

impl From<&Line> for LogLine {
    fn from(line: &Line) -> Self {
        let at = i64::try_from(line.at).ok().filter(|at| *at > 0);
        Self {
            number: line.number,
            at: at.map(Time::from_millis),
            stream: match line.stream {
                Stream::Out => "out",
                Stream::Err => "err",
                Stream::Mark => "note",
            }
            .to_owned(),
            text: String::from_utf8_lossy(&line.text).into_owned(),
        }
    }
}
