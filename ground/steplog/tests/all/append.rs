//! Appends against a model in memory.

use holdpoint_steplog::{Appended, Log, Refusal, parse};
use proptest::prelude::*;

use crate::world::{canonical, everything, output};

/// A log as one would write it without files: what was sent and kept, the mark, the epoch.
#[derive(Default)]
struct Model {
    kept: Vec<u8>,
    mark: Vec<u8>,
    epoch: u64,
    limit: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Next(u64, bool),
    Deposed,
    Gap(u64),
    Differs(u64),
    Malformed(u64),
}

impl Model {
    fn append(&mut self, epoch: u64, offset: usize, bytes: &[u8]) -> Outcome {
        if epoch < self.epoch {
            return Outcome::Deposed;
        }
        self.epoch = epoch;
        let cut = !self.mark.is_empty();
        if offset > self.kept.len() {
            return if cut {
                self.next()
            } else {
                Outcome::Gap(self.kept.len() as u64)
            };
        }
        for (at, byte) in bytes.iter().enumerate() {
            if self
                .kept
                .get(offset + at)
                .is_some_and(|known| known != byte)
            {
                return Outcome::Differs((offset + at) as u64);
            }
        }
        let new = &bytes[bytes.len().min(self.kept.len() - offset)..];
        if cut { self.next() } else { self.records(new) }
    }

    fn records(&mut self, new: &[u8]) -> Outcome {
        let mut kept = self.kept.clone();
        for line in new
            .split_inclusive(|byte| *byte == b'\n')
            .filter(|line| line.ends_with(b"\n"))
        {
            if parse(line).is_err() {
                return Outcome::Malformed(kept.len() as u64);
            }
            if kept.len() + line.len() > self.limit {
                self.mark = self.cut(&kept);
                break;
            }
            kept.extend_from_slice(line);
        }
        self.kept = kept;
        self.next()
    }

    fn cut(&self, kept: &[u8]) -> Vec<u8> {
        let last = kept
            .split_inclusive(|byte| *byte == b'\n')
            .next_back()
            .unwrap_or(b"0 ");
        let time = String::from_utf8_lossy(last)
            .split(' ')
            .next()
            .unwrap()
            .to_owned();
        let (at, limit) = (kept.len(), self.limit);
        format!("{time} ! cut at byte {at}: the limit is {limit} bytes\n").into_bytes()
    }

    fn next(&self) -> Outcome {
        Outcome::Next(
            (self.kept.len() + self.mark.len()) as u64,
            !self.mark.is_empty(),
        )
    }
}

fn outcome(result: Result<Appended, Refusal>) -> Outcome {
    match result {
        Ok(appended) => Outcome::Next(appended.next, appended.cut),
        Err(Refusal::Deposed { .. }) => Outcome::Deposed,
        Err(Refusal::Gap { expected, .. }) => Outcome::Gap(expected),
        Err(Refusal::Differs { at }) => Outcome::Differs(at),
        Err(Refusal::Malformed { at, .. }) => Outcome::Malformed(at),
        Err(other) => panic!("{other}"),
    }
}

/// An append: an epoch, how far behind or before the end, how much, and whether a byte is damaged.
type Sent = (u64, i64, usize, Option<usize>, bool);

fn sent() -> impl Strategy<Value = Sent> {
    let offset = prop_oneof![8 => -90_i64..=0, 1 => 1_i64..5];
    let damaged = prop::option::weighted(0.05, 0_usize..60);
    (
        0_u64..3,
        offset,
        0_usize..200,
        damaged,
        prop::bool::weighted(0.1),
    )
}

proptest! {
    #[test]
    fn it_does_what_a_model_does(
        output in output(),
        limit in prop_oneof![Just(1 << 20), 0_usize..1_000],
        appends in prop::collection::vec(sent(), 1..60),
    ) {
        let all = canonical(&output);
        let room = tempfile::tempdir().unwrap();
        let mut log = Log::open(room.path(), limit as u64).unwrap();
        let mut model = Model { limit, ..Model::default() };
        for (epoch, behind, length, damaged, reopened) in appends {
            let end = i64::try_from(model.kept.len()).unwrap();
            let offset = usize::try_from((end + behind).max(0)).unwrap();
            let from = offset.min(all.len());
            let mut bytes = all[from..all.len().min(from + length)].to_vec();
            if let Some(byte) = damaged.and_then(|at| bytes.get_mut(at)) {
                *byte = b'~';
            }
            let result = outcome(log.append(epoch, offset as u64, &bytes));
            prop_assert_eq!(result, model.append(epoch, offset, &bytes));
            if reopened {
                drop(log);
                log = Log::open(room.path(), limit as u64).unwrap();
                prop_assert_eq!(log.torn(), 0);
            }
            let expected = [model.kept.as_slice(), &model.mark].concat();
            prop_assert_eq!(everything(room.path()), expected);
        }
    }
}

#[test]
fn an_older_epoch_is_refused_whatever_happens() {
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), 1_000).unwrap();
    log.append(3, 0, b"1 o a\n").unwrap();
    let refused = log.append(2, 0, b"1 o a\n").unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("epoch 2 is refused: epoch 3 writes this log"),
        "{refused}"
    );
    log.lease(7).unwrap();
    drop(log);
    let mut log = Log::open(room.path(), 1_000).unwrap();
    assert_eq!(log.epoch(), 7);
    assert!(matches!(
        log.seal(6),
        Err(Refusal::Deposed {
            offered: 6,
            current: 7
        })
    ));
    // The lease is lost, the chunks are there.
    log.append(7, 6, b"2 o b\n").unwrap();
    drop(log);
    std::fs::remove_file(room.path().join("lease")).unwrap();
    assert_eq!(Log::open(room.path(), 1_000).unwrap().epoch(), 7);
}

#[test]
fn refusals_say_how_to_go_on() {
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), 1_000).unwrap();
    log.append(1, 0, b"1 o a\n").unwrap();
    let said = |refusal: Result<Appended, Refusal>| refusal.unwrap_err().to_string();
    let gap = said(log.append(1, 9, b""));
    assert_eq!(
        gap,
        "bytes from offset 9 on are refused: the log ends at 6. Go on from there"
    );
    let differs = said(log.append(1, 0, b"1 o b\n"));
    assert!(
        differs.starts_with("at offset 4 the log has other bytes"),
        "{differs}"
    );
    let mark = said(log.append(1, 6, b"1 ! never sent\n"));
    assert!(
        mark.starts_with("at offset 6 there is no record: behind the time"),
        "{mark}"
    );
    let half = log.append(1, 6, b"1 o a").unwrap();
    assert_eq!((half.next, half.durable), (6, 0));
    assert_eq!(log.sync().unwrap(), 6);
    assert_eq!(log.append(1, 6, b"").unwrap().durable, 6);
}

#[test]
fn one_process_at_a_time_writes() {
    let room = tempfile::tempdir().unwrap();
    let log = Log::open(room.path(), 1_000).unwrap();
    let taken = Log::open(room.path(), 1_000).unwrap_err().to_string();
    assert!(
        taken.ends_with("is written by another process. One at a time: stop the other"),
        "{taken}"
    );
    drop(log);
    Log::open(room.path(), 1_000).unwrap();
}
