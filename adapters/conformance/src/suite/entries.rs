//! Streaming entries.

use std::ops::ControlFlow;

use holdpoint_ports::{Batch, LedgerStore, Opening};

use super::entries_in;
use crate::{Author, entry};

/// 900 entries in batches of many sizes, of lengths that fill rows and pages in every way.
fn batches() -> Vec<Batch> {
    let mut author = Author::new();
    let mut at = 0_u64;
    let mut batches = Vec::new();
    for count in (1..).map(|i: u64| i * i % 97 + 1) {
        let mut entries = Vec::new();
        for position in at..(at + count).min(900) {
            let length = usize::try_from(position * position % 3_001).unwrap();
            let mut bytes = position.to_be_bytes().to_vec();
            bytes.resize(8 + length, 7);
            entries.push(entry(&bytes, "release/a", Some(Opening::Opened)));
        }
        at += entries.len() as u64;
        batches.push(author.batch(entries));
        if at == 900 {
            break;
        }
    }
    batches
}

fn fill(store: &mut dyn LedgerStore) -> Vec<Vec<u8>> {
    let batches = batches();
    batches
        .iter()
        .for_each(|batch| store.append(batch).unwrap());
    batches
        .into_iter()
        .flat_map(|batch| batch.entries)
        .map(|entry| entry.bytes)
        .collect()
}

/// A range is visited in order, wherever it starts and ends; beyond the head there is nothing.
pub fn come_in_order_from_any_position(mut store: Box<dyn LedgerStore>) {
    let expected = fill(&mut *store);
    let reader = store.reader().unwrap();
    let ranges = (0..900)
        .step_by(13)
        .flat_map(|from| [from..from + 1, from..from + 50]);
    for range in ranges.chain([0..900, 0..u64::MAX, 899..901]) {
        let found = entries_in(&*reader, range.clone());
        let end = range.end.min(900);
        assert!(
            found
                .iter()
                .map(|(position, _)| *position)
                .eq(range.start..end),
            "{range:?}"
        );
        let expected = &expected[range.start as usize..end as usize];
        assert!(
            found.iter().map(|(_, bytes)| bytes).eq(expected),
            "{range:?}"
        );
    }
    for nothing in [900..1_000, 5..5, u64::MAX..u64::MAX] {
        assert_eq!(entries_in(&*reader, nothing), []);
    }
    let inverted = std::ops::Range { start: 7, end: 3 };
    assert_eq!(entries_in(&*reader, inverted), []);
}

/// A visitor that breaks is not called again.
pub fn stop_when_told_to(mut store: Box<dyn LedgerStore>) {
    fill(&mut *store);
    let reader = store.reader().unwrap();
    for stop in [0, 1, 15, 16, 17, 300, 899] {
        let (mut ranged, mut opened) = (Vec::new(), Vec::new());
        let until = |seen: &mut Vec<u64>, position| {
            seen.push(position);
            if position == stop {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        reader
            .entries(0..900, &mut |position, _| until(&mut ranged, position))
            .unwrap();
        reader
            .open_entries(&[], 900, &mut |position, _| until(&mut opened, position))
            .unwrap();
        assert!(ranged.into_iter().eq(0..=stop), "stop at {stop}");
        assert!(opened.into_iter().eq(0..=stop), "stop at {stop}");
    }
}

/// A visitor may use the reader that visits, and the writer.
pub fn a_visitor_may_read(mut store: Box<dyn LedgerStore>) {
    let expected = fill(&mut *store);
    let reader = store.reader().unwrap();
    let mut author = Author::new();
    for batch in batches() {
        author.batch(batch.entries);
    }
    let mut seen = 0;
    let mut visit = |position: u64, bytes: &[u8]| {
        assert_eq!(bytes, expected[position as usize]);
        assert_eq!(entries_in(&*reader, 5..6), [(5, expected[5].clone())]);
        assert_eq!(super::open_at(&*reader, &[], 3), [0, 1, 2]);
        store
            .append(&author.batch(vec![entry(b"more", "release/b", None)]))
            .unwrap();
        seen += 1;
        if seen == 100 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    reader.open_entries(&[], 900, &mut visit).unwrap();
    assert_eq!(seen, 100);
    assert_eq!(reader.head().unwrap(), Some(author.head()));
}
