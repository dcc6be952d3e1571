//! Random histories: a store and the model get the same batches, and every read must give the same answer.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests, for other crates to run"
)]

use std::ops::ControlFlow;

use holdpoint_ledger::Hash;
use holdpoint_ports::{
    IdempotencyRecord, Involvement, LedgerReader, LedgerStore, NewEntry, Opening, StoreError,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::{Author, MemoryLedger};

const KEYS: [&str; 8] = [
    "release/a",
    "release/b",
    "release/c",
    "unit/a",
    "unit/b",
    "team/a",
    "artifact/sha256:00",
    "team",
];
const KINDS: [&str; 5] = ["release", "unit", "team", "artifact", "nothing"];

/// What happens to both.
#[derive(Debug, Clone)]
enum Step {
    Append {
        entries: Vec<Line>,
        used: Vec<(usize, i64)>,
    },
    AppendElsewhere {
        entries: Vec<Line>,
        off: u64,
    },
    Forget(i64),
}

/// An entry, by key numbers.
#[derive(Debug, Clone)]
struct Line {
    subject: usize,
    references: Vec<usize>,
    opening: Option<Opening>,
    length: usize,
}

fn line() -> impl Strategy<Value = Line> {
    let opening = prop_oneof![
        2 => Just(None),
        2 => Just(Some(Opening::Opened)),
        2 => Just(Some(Opening::Closed)),
    ];
    let length = prop_oneof![9 => 0..40_usize, 1 => 5_000..40_000_usize];
    (0..KEYS.len(), vec(0..KEYS.len(), 0..4), opening, length).prop_map(
        |(subject, references, opening, length)| Line {
            subject,
            references,
            opening,
            length,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let used = vec((0..6_usize, 0..100_i64), 0..3);
    prop_oneof![
        8 => (vec(line(), 0..9), used).prop_map(|(entries, used)| Step::Append { entries, used }),
        1 => (vec(line(), 1..4), 1..5_u64)
            .prop_map(|(entries, off)| Step::AppendElsewhere { entries, off }),
        1 => (0..100_i64).prop_map(Step::Forget),
    ]
}

/// Gives `cases` random histories to fresh stores and to the model; panics with the shortest history after which
/// they differ.
pub fn agrees_with_the_model(cases: u32, fresh: impl Fn() -> Box<dyn LedgerStore>) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&vec(step(), 1..12), |steps| {
        compare(&mut *fresh(), &steps);
        Ok(())
    });
    if let Err(error) = run {
        panic!("{error}");
    }
}

fn compare(store: &mut dyn LedgerStore, steps: &[Step]) {
    let mut model = MemoryLedger::new();
    let mut author = Author::new();
    // One reader that lives through it all, and one that comes late.
    let early = store.reader().unwrap();
    for step in steps {
        match step {
            Step::Append { entries, used } => append(store, &mut model, &mut author, entries, used),
            Step::AppendElsewhere { entries, off } => {
                append_elsewhere(store, &mut model, &author, entries, *off);
            }
            Step::Forget(time) => assert_eq!(
                store.forget_idempotency(*time).unwrap(),
                model.forget_idempotency(*time).unwrap()
            ),
        }
        assert_eq!(early.head().unwrap(), model.head().unwrap());
    }
    same_answers(&*early, &model, author.size());
    same_answers(&*store.reader().unwrap(), &model, author.size());
}

fn entries_of(author: &Author, lines: &[Line]) -> Vec<NewEntry> {
    let key = |at: &usize| KEYS.get(*at).copied().unwrap_or_default().to_owned();
    let entry = |(position, line): (u64, &Line)| NewEntry {
        bytes: position
            .to_be_bytes()
            .into_iter()
            .cycle()
            .take(line.length)
            .collect(),
        subject: key(&line.subject),
        references: line.references.iter().map(key).collect(),
        opening: line.opening,
    };
    (author.size()..).zip(lines).map(entry).collect()
}

fn append(
    store: &mut dyn LedgerStore,
    model: &mut MemoryLedger,
    author: &mut Author,
    lines: &[Line],
    used: &[(usize, i64)],
) {
    let mut batch = author.batch(entries_of(author, lines));
    let record = |(number, time): &(usize, i64)| IdempotencyRecord {
        actor: format!("per_{}", number % 2),
        key: format!("key {}", number / 2),
        body: Hash::of(&time.to_be_bytes()),
        first: batch.first,
        count: u32::try_from(lines.len()).unwrap(),
        time_ms: *time,
    };
    batch.idempotency = used.iter().map(record).collect();
    store.append(&batch).unwrap();
    model.append(&batch).unwrap();
}

fn append_elsewhere(
    store: &mut dyn LedgerStore,
    model: &mut MemoryLedger,
    author: &Author,
    lines: &[Line],
    off: u64,
) {
    let mut batch = author.clone().batch(entries_of(author, lines));
    batch.first += off;
    batch.head.size += off;
    for answer in [store.append(&batch), model.append(&batch)] {
        let moved = |error: &StoreError| {
            matches!(error, StoreError::Moved { expected, found }
                if *expected == batch.first && *found == author.size())
        };
        assert!(answer.as_ref().is_err_and(moved), "{answer:?}");
    }
}

fn same_answers(store: &dyn LedgerReader, model: &dyn LedgerReader, size: u64) {
    assert_eq!(store.head().unwrap(), model.head().unwrap());
    for number in 0..6 {
        let (actor, key) = (format!("per_{}", number % 2), format!("key {}", number / 2));
        assert_eq!(
            store.idempotency(&actor, &key).unwrap(),
            model.idempotency(&actor, &key).unwrap()
        );
    }
    let used = [store, model].map(|reader| reader.used_keys(None, usize::MAX).unwrap());
    assert_eq!(used[0], used[1]);
    for below in (0..=size + 1).chain([u64::MAX]) {
        same_entries(store, model, below);
        same_indexes(store, model, below, size);
    }
}

fn same_entries(store: &dyn LedgerReader, model: &dyn LedgerReader, below: u64) {
    type Found = Vec<(u64, Vec<u8>)>;
    let range = |reader: &dyn LedgerReader| {
        let mut found = Found::new();
        let mut keep = |position, bytes: &[u8]| {
            found.push((position, bytes.to_vec()));
            ControlFlow::Continue(())
        };
        reader.entries(below / 3..below, &mut keep).unwrap();
        found
    };
    assert!(
        range(store) == range(model),
        "entries {}..{below}",
        below / 3
    );
    let size = model.head().unwrap().map_or(0, |head| head.size);
    let every_third: Vec<u64> = (0..below.min(size)).step_by(3).collect();
    let at = |reader: &dyn LedgerReader| {
        let mut found = Found::new();
        let mut keep = |position, bytes: &[u8]| {
            found.push((position, bytes.to_vec()));
            ControlFlow::Continue(())
        };
        reader.entries_at(&every_third, &mut keep).unwrap();
        found
    };
    assert!(at(store) == at(model), "entries at {every_third:?}");
    for resident in [&[][..], &["unit"], &["team", "artifact", "team"], &KINDS] {
        let open = |reader: &dyn LedgerReader| {
            let mut found = Found::new();
            let mut keep = |position, bytes: &[u8]| {
                found.push((position, bytes.to_vec()));
                ControlFlow::Continue(())
            };
            reader.open_entries(resident, below, &mut keep).unwrap();
            found
        };
        assert!(
            open(store) == open(model),
            "open with {resident:?} at {below}"
        );
    }
}

fn same_indexes(store: &dyn LedgerReader, model: &dyn LedgerReader, below: u64, size: u64) {
    for key in KEYS.into_iter().chain(["release/zzz", ""]) {
        let aggregates = [store, model].map(|reader| reader.aggregate(key, below).unwrap());
        assert_eq!(aggregates[0], aggregates[1], "{key} at {below}");
        for involvement in [Involvement::Subject, Involvement::Reference] {
            let found =
                [store, model].map(|reader| reader.positions(key, involvement, below).unwrap());
            assert_eq!(found[0], found[1], "{involvement:?} {key} at {below}");
        }
    }
    let keys: Vec<_> = KEYS
        .iter()
        .chain(&["release/zzz"])
        .map(|key| (*key).to_owned())
        .collect();
    for involvement in [Involvement::Subject, Involvement::Reference] {
        for some in [&keys[..], &keys[..2], &[]] {
            let found =
                [store, model].map(|one| one.positions_of(some, involvement, below).unwrap());
            assert_eq!(found[0], found[1], "{involvement:?} {some:?} at {below}");
        }
    }
    for kind in KINDS {
        for after in [None, Some(0), Some(size / 2), Some(u64::MAX)] {
            for (descending, limit) in [(false, 2), (true, 2), (false, usize::MAX), (true, 99)] {
                let found = [store, model].map(|reader| {
                    reader
                        .aggregates(kind, after, below, descending, limit)
                        .unwrap()
                });
                assert_eq!(found[0], found[1], "{kind} after {after:?} below {below}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_ports::{Batch, UsedKey};

    use super::*;

    /// Keeps everything but the last reference of a batch's first entry.
    struct Careless(MemoryLedger);

    impl LedgerStore for Careless {
        fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
            let mut batch = batch.clone();
            if let Some(entry) = batch.entries.first_mut() {
                entry.references.pop();
            }
            self.0.append(&batch)
        }

        fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
            self.0.forget_idempotency(time_ms)
        }

        fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
            self.0.keep_used(keys)
        }

        fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
            self.0.reader()
        }
    }

    #[test]
    fn the_model_agrees_with_itself() {
        agrees_with_the_model(20, || Box::new(MemoryLedger::new()));
    }

    #[test]
    fn a_store_that_loses_one_reference_is_found_out() {
        let found = std::panic::catch_unwind(|| {
            agrees_with_the_model(50, || Box::new(Careless(MemoryLedger::new())));
        });
        assert!(found.is_err());
    }
}
