//! The process that dies: this same test binary, started again with its orders in the environment.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::Author;
use holdpoint_ports::{BlobStore, LedgerReader, LedgerStore, Vault};
use holdpoint_sqlite::{KeyFile, Options, SqliteLedger, Synchronous};
use holdpoint_vault::SqliteVault;

use super::story;

const ROOM: &str = "HOLDPOINT_CRASH_ROOM";
const ROUNDS: &str = "HOLDPOINT_CRASH_ROUNDS";
const UNSAFE: &str = "HOLDPOINT_CRASH_UNSAFE";

/// Arguments with which this binary becomes the child, and nothing else.
pub(super) const ARGUMENTS: [&str; 4] = [
    "--exact",
    "crash::child::writes_until_it_dies",
    "--nocapture",
    "--test-threads=1",
];

/// Gives a command its orders: where to write, and how long.
pub(super) fn order(command: &mut Command, room: &Path, rounds: u64, synchronous: Synchronous) {
    command.env(ROOM, room).env(ROUNDS, rounds.to_string());
    if synchronous == Synchronous::Off {
        command.env(UNSAFE, "1");
    }
}

/// The ledger is opened like this by the child and by whoever looks at what is left of it. Few pages make a
/// checkpoint, so that many fall into a short life.
pub(super) fn options(synchronous: Synchronous) -> Options {
    Options {
        synchronous,
        checkpoint_pages: 48,
        lingers_after: 64,
        ..Options::default()
    }
}

/// Tells, in one system call, that something was acknowledged.
fn acknowledged(what: &str, number: u64) {
    std::io::stderr()
        .write_all(format!("ack {what} {number}\n").as_bytes())
        .unwrap();
}

/// Not a test of its own: the others start it, in a process that has orders.
#[test]
fn writes_until_it_dies() {
    let Some(room) = std::env::var_os(ROOM).map(PathBuf::from) else {
        return;
    };
    let rounds: u64 = std::env::var(ROUNDS).unwrap().parse().unwrap();
    let synchronous = if std::env::var_os(UNSAFE).is_some() {
        Synchronous::Off
    } else {
        Synchronous::Full
    };
    let mut stores = Stores::open(&room, synchronous);
    let start = stores.author.size();
    for number in start..start + rounds {
        stores.round(number);
    }
}

struct Stores {
    room: PathBuf,
    ledger: SqliteLedger,
    author: Author,
    blobs: DirectoryBlobs,
    vault: SqliteVault,
}

impl Stores {
    fn open(room: &Path, synchronous: Synchronous) -> Self {
        let ledger = SqliteLedger::open_with(room.join("ledger"), options(synchronous)).unwrap();
        let author = author_of(&*ledger.reader().unwrap());
        let blobs = DirectoryBlobs::open(room.join("blobs")).unwrap();
        let vault = SqliteVault::open(room.join("vault")).unwrap();
        Self {
            room: room.to_path_buf(),
            ledger,
            author,
            blobs,
            vault,
        }
    }

    fn round(&mut self, number: u64) {
        self.ledger.append(&story::batch(&mut self.author)).unwrap();
        acknowledged("ledger", self.author.size());
        if number.is_multiple_of(2) {
            self.blobs
                .put(&mut Cursor::new(story::blob(number)))
                .unwrap();
            acknowledged("blob", number);
        }
        if number.is_multiple_of(7) && self.key(number).read().unwrap().is_none() {
            self.key(number).create(&story::key(number)).unwrap();
            acknowledged("key", number);
        }
        if number.is_multiple_of(8)
            && self
                .vault
                .find(&story::profile(number).handle)
                .unwrap()
                .is_none()
        {
            self.vault
                .add_person(&format!("per_{number}"), &story::profile(number))
                .unwrap();
            acknowledged("person", number);
        }
    }

    fn key(&self, number: u64) -> KeyFile {
        KeyFile::new(self.room.join(format!("{number}.key")))
    }
}

/// The author that wrote what a ledger holds.
pub(super) fn author_of(reader: &dyn LedgerReader) -> Author {
    let size = reader.head().unwrap().map_or(0, |head| head.size);
    let mut author = Author::new();
    while author.size() < size {
        story::batch(&mut author);
    }
    author
}
