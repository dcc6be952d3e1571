//! Output: byte for byte the same in a real log, however often the connection breaks, with little memory.

use std::collections::BTreeMap;

use holdpoint_courier::dispatcher::Event;
use holdpoint_courier::{Output, WINDOW};
use holdpoint_steplog::{Log, Refusal, Stream, encode};

use crate::office::{Office, profile, work};
use crate::world::Dice;

/// What a step wrote: lines of all lengths, some longer than a piece.
fn written(lines: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in 0..lines {
        let long = if line % 500 == 499 {
            120_000
        } else {
            line % 300
        };
        let text = format!(
            "line {line} {}\n",
            "x".repeat(usize::try_from(long).unwrap())
        );
        let stream = if line % 5 == 0 {
            Stream::Err
        } else {
            Stream::Out
        };
        encode(stream, 1_000 + line, text.as_bytes(), &mut bytes);
    }
    bytes
}

/// Keeps output in a log, as a server does.
fn keep(office: &mut Office, log: &mut Log) {
    for event in std::mem::take(&mut office.events) {
        let Event::Log { key, offset, bytes } = event else {
            continue;
        };
        let end = offset + bytes.len() as u64;
        match log.append(1, offset, &bytes) {
            Ok(appended) if appended.next == end || appended.cut => office.core.log_kept(key, end),
            Ok(appended) => office.core.log_again(key, appended.next),
            Err(Refusal::Gap { expected, .. }) => office.core.log_again(key, expected),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn fifty_disconnects_leave_the_same_bytes() {
    let written = written(6_000);
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), u64::MAX).unwrap();
    let (mut office, mut dice) = (Office::new(), Dice::new(5));
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.desk("a").shelf.logs.insert(1, written.clone());
    for disconnect in 1..=50_u64 {
        let length = written.len() as u64 * disconnect / 50;
        office.desk("a").courier.log_grew(1, length);
        for _ in 0..dice.below(12) {
            office.pass();
            keep(&mut office, &mut log);
        }
        // Some bytes are on their way when it is cut.
        let desk = office.desk("a");
        let session = desk.session.unwrap();
        if let Output::Bytes(bytes) = desk.courier.output(50_000, &mut desk.shelf) {
            let some = dice.below(bytes.len());
            office.core.received(session, &bytes[..some], 0);
        }
        office.cut("a");
        // What came before the cut may be kept after it.
        office.pass();
        keep(&mut office, &mut log);
        office.logs = BTreeMap::from([(1, log.length())]);
        office.connect("a");
    }
    office.desk("a").courier.ended(1, b"0".to_vec()).unwrap();
    let mut over = false;
    while office.pass() || !office.events.is_empty() {
        over |= office
            .events
            .iter()
            .any(|event| matches!(event, Event::Ended { .. }));
        keep(&mut office, &mut log);
    }
    assert!(over);
    let kept = log.reader().unwrap().read(0, usize::MAX).unwrap();
    assert_eq!(kept.len(), written.len());
    assert!(kept == written);
}

#[test]
fn an_end_is_told_when_all_output_is_kept() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office
        .desk("a")
        .shelf
        .logs
        .insert(1, b"one\ntwo\n".to_vec());
    office.desk("a").courier.log_grew(1, 8);
    office.end("a", 1);
    let log = Event::Log {
        key: 1,
        offset: 0,
        bytes: b"one\ntwo\n".to_vec(),
    };
    assert_eq!(office.said().last(), Some(&log), "the end is not told");
    // The second line was not kept: it comes again, once.
    office.core.log_again(1, 4);
    office.core.log_again(1, 4);
    office.run();
    let log = Event::Log {
        key: 1,
        offset: 4,
        bytes: b"two\n".to_vec(),
    };
    assert_eq!(office.said(), [log]);
    office.core.log_kept(1, 8);
    office.run();
    assert!(matches!(office.said()[..], [Event::Ended { key: 1, .. }]));
}

#[test]
fn pieces_end_with_lines() {
    let written = written(1_200);
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.run();
    office.desk("a").shelf.logs.insert(1, written.clone());
    office.desk("a").courier.log_grew(1, written.len() as u64);
    office.run();
    let pieces: Vec<_> = office
        .said()
        .into_iter()
        .filter_map(|event| match event {
            Event::Log { bytes, .. } => Some(bytes),
            _ => None,
        })
        .collect();
    assert!(pieces.len() > 4);
    assert!(pieces.iter().all(|piece| piece.ends_with(b"\n")));
    // The server keeps nothing: no more than a window is under way.
    let under_way: usize = pieces.iter().map(Vec::len).sum();
    assert!(under_way as u64 <= WINDOW + 65_536, "{under_way}");
    assert!(under_way < written.len() || written.len() as u64 <= WINDOW);
}

#[test]
fn much_output_needs_little_memory_and_hinders_nobody() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 2));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    let line = [b"y".repeat(99), b"\n".to_vec()].concat();
    office.desk("a").shelf.logs.insert(1, line.repeat(400_000));
    office.desk("a").shelf.logs.insert(2, line.repeat(3));
    office.desk("a").courier.log_grew(1, 40_000_000);
    office.desk("a").courier.log_grew(2, 300);
    let mut shelf = std::mem::take(&mut office.desk("a").shelf);
    // What is taken at once is what was asked for, and one piece.
    let Output::Bytes(bytes) = office.desk("a").courier.output(10_000, &mut shelf) else {
        panic!("there is output");
    };
    assert_eq!(bytes.len(), 10_000);
    office.desk("a").shelf = shelf;
    let mut all = bytes.len();
    while let Output::Bytes(bytes) = {
        let desk = office.desk("a");
        desk.courier.output(10_000, &mut desk.shelf)
    } {
        all += bytes.len();
    }
    assert!(all < 700_000, "a window: {all}");
}

#[test]
fn output_that_cannot_be_read_does_not_keep_the_end_from_being_told() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 2));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    office.said();
    office.desk("a").courier.log_grew(1, 9);
    office.desk("a").shelf.logs.insert(2, b"one\n".to_vec());
    office.desk("a").courier.log_grew(2, 9);
    office.end("a", 1);
    office.end("a", 2);
    office.core.log_kept(2, 4);
    office.run();
    let ends: Vec<_> = office
        .said()
        .into_iter()
        .filter_map(|event| match event {
            Event::Ended { key, unread, .. } => Some((key, unread.unwrap())),
            _ => None,
        })
        .collect();
    let [(1, first), (2, second)] = &ends[..] else {
        panic!("{ends:?}");
    };
    assert!(
        first.starts_with("the output cannot be read from byte 0 on: "),
        "{first}"
    );
    assert_eq!(second, "the output ends at byte 4 of 9");
}
