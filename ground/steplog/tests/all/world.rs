//! Output of processes, what it comes to, and a naive reading of it.

use std::path::Path;

use holdpoint_steplog::{Log, Stream, encode};
use proptest::prelude::*;

/// What a process wrote at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    pub(crate) stream: Stream,
    pub(crate) at: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Output with lines that are cut anywhere, of either stream.
pub(crate) fn output() -> impl Strategy<Value = Vec<Write>> {
    let stream = prop_oneof![Just(Stream::Out), Just(Stream::Err)];
    let bytes = prop_oneof![
        4 => "[ab\\n]{1,12}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 1..40),
        1 => Just(b"\n".to_vec()),
        1 => "\x1b\\[3[0-9]mred\x1b\\[0m\r?\n".prop_map(String::into_bytes),
    ];
    let write = (stream, 0_u64..5_000, bytes);
    let write = write.prop_map(|(stream, at, bytes)| Write { stream, at, bytes });
    prop::collection::vec(write, 0..60)
}

/// Canonical bytes of output.
pub(crate) fn canonical(output: &[Write]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for write in output {
        encode(write.stream, write.at, &write.bytes, &mut bytes);
    }
    bytes
}

/// A long output that is the same every time.
pub(crate) fn long(lines: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in 0..lines {
        let stream = if line % 7 == 0 {
            Stream::Err
        } else {
            Stream::Out
        };
        let text = format!("line {line} {}\n", "x".repeat(line % 97));
        let (first, last) = text.as_bytes().split_at(line % 5);
        for piece in [first, last] {
            encode(stream, 1_000 + line as u64, piece, &mut bytes);
        }
    }
    bytes
}

/// Bytes that are sent at once.
const PIECE: usize = 400;

/// A log that has those bytes, in chunks as they come.
pub(crate) fn filled(room: &Path, bytes: &[u8]) -> Log {
    let mut log = Log::open(room, u64::MAX).unwrap();
    for offset in 0.. {
        let from = offset * PIECE;
        if from > bytes.len() {
            break;
        }
        let next = usize::try_from(log.length()).unwrap();
        let to = bytes.len().min(from + PIECE);
        log.append(1, next as u64, &bytes[next..to]).unwrap();
    }
    assert_eq!(log.length(), bytes.len() as u64);
    log
}

/// Everything that a log has.
pub(crate) fn everything(room: &Path) -> Vec<u8> {
    let reader = holdpoint_steplog::Reader::open(room).unwrap();
    reader.read(0, usize::MAX).unwrap()
}

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }
}
