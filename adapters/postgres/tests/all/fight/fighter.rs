//! One of those who append: this same test binary, started again with its orders in the environment.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::time::Duration;

use holdpoint_conformance::{Author, entry};
use holdpoint_ledger::Hash;
use holdpoint_ports::{IdempotencyRecord, LedgerReader, LedgerStore as _, StoreError};
use holdpoint_postgres::PostgresLedger;

use crate::world::open;

const URL: &str = "HOLDPOINT_FIGHT_URL";
const NAME: &str = "HOLDPOINT_FIGHT_NAME";

/// The actor of every key.
pub(super) const ACTOR: &str = "fighter";

/// A command that becomes the fighter of that name.
pub(super) fn command(url: &str, name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let exactly = "fight::fighter::appends_until_it_dies";
    command
        .args(["--exact", exactly, "--nocapture", "--test-threads=1"])
        .env(URL, url)
        .env(NAME, name)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Not a test of its own: the other starts it, in a process that has orders.
#[test]
fn appends_until_it_dies() {
    let (Ok(url), Ok(name)) = (std::env::var(URL), std::env::var(NAME)) else {
        return;
    };
    let mut number = 0;
    loop {
        // Somebody else has it, or the database is gone.
        if let Ok(ledger) = open(&url) {
            say("sits", &name);
            let _ = append(ledger, &name, &mut number);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// One system call, so that lines of several do not mix.
fn say(what: &str, of: &str) {
    let line = format!("{what} {of}\n");
    // Nobody listens any more when the test has ended.
    if std::io::stderr().write_all(line.as_bytes()).is_err() {
        std::process::exit(0);
    }
}

/// Does commands until an append fails, as an engine does: what was asked for before is not done again.
fn append(mut ledger: PostgresLedger, name: &str, number: &mut u64) -> Result<(), StoreError> {
    let reader = ledger.reader()?;
    let mut author = author_of(&*reader)?;
    loop {
        let key = format!("{name}-{number}");
        let position = match reader.idempotency(ACTOR, &key)? {
            Some(known) => known.first,
            None => {
                let mut batch = author.batch(vec![entry(key.as_bytes(), "release/a", None)]);
                batch.idempotency.push(record(&key, batch.first));
                ledger.append(&batch)?;
                batch.first
            }
        };
        say("acknowledged", &format!("{key} {position}"));
        *number += 1;
    }
}

fn record(key: &str, first: u64) -> IdempotencyRecord {
    IdempotencyRecord {
        actor: ACTOR.to_owned(),
        key: key.to_owned(),
        body: Hash::of(key.as_bytes()),
        first,
        count: 1,
        time_ms: 0,
    }
}

/// Whoever wrote what is there.
pub(super) fn author_of(reader: &dyn LedgerReader) -> Result<Author, StoreError> {
    let mut lines = Vec::new();
    reader.entries(0..u64::MAX, &mut |_, bytes| {
        lines.push(entry(bytes, "release/a", None));
        ControlFlow::Continue(())
    })?;
    let mut author = Author::new();
    author.batch(lines);
    Ok(author)
}
