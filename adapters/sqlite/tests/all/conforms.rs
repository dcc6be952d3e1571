//! The suite that every store passes, and the comparison with the model.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use holdpoint_conformance::{property, store_tests};
use holdpoint_ports::LedgerStore;
use holdpoint_sqlite::{Options, SqliteLedger, Synchronous};
use tempfile::TempDir;

/// A fresh ledger, in a directory of its own within one that goes when the tests end.
fn fresh_with(options: Options) -> Box<dyn LedgerStore> {
    static ROOM: OnceLock<TempDir> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let room = ROOM.get_or_init(|| tempfile::tempdir().unwrap());
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let directory = room.path().join(number.to_string());
    Box::new(SqliteLedger::open_with(directory, options).unwrap())
}

fn fresh() -> Box<dyn LedgerStore> {
    fresh_with(Options::default())
}

store_tests!(fresh);

/// With so few entries everything that is open soon lingers.
mod lingering {
    use super::{LedgerStore, Options, fresh_with, store_tests};

    fn fresh() -> Box<dyn LedgerStore> {
        fresh_with(Options {
            lingers_after: 2,
            ..Options::default()
        })
    }

    store_tests!(fresh);
}

#[test]
fn agrees_with_the_model_over_random_histories() {
    // Durability is tested elsewhere; without waiting for the disk there is time for more histories.
    let options = Options {
        synchronous: Synchronous::Off,
        ..Options::default()
    };
    property::agrees_with_the_model(30, || fresh_with(options));
    let options = Options {
        lingers_after: 3,
        ..options
    };
    property::agrees_with_the_model(30, || fresh_with(options));
}
