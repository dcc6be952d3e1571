//! The process dies at any moment; the machine lives on.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use holdpoint_sqlite::Synchronous;

use super::verify::{Acknowledged, verify};
use super::{child, random};

const KILLS: u64 = 200;

#[test]
fn what_was_acknowledged_survives_two_hundred_kills() {
    let mut state = 42;
    let mut batches = 0;
    let mut room = tempfile::tempdir().unwrap();
    let mut acknowledged = Acknowledged::default();
    for kill in 0..KILLS {
        // A life begins with what the last one left; now and then with nothing.
        if kill.is_multiple_of(10) {
            batches += acknowledged.count("ledger");
            room = tempfile::tempdir().unwrap();
            acknowledged = Acknowledged::default();
        }
        let delay = Duration::from_micros(random(&mut state) % 30_000);
        live(room.path(), delay, &mut acknowledged);
        let left = verify(room.path(), &acknowledged);
        assert_eq!(left, Ok(()), "kill {kill} after {delay:?}");
    }
    batches += acknowledged.count("ledger");
    assert!(
        batches > 200,
        "only {batches} batches: the child was killed before it did much"
    );
}

/// Starts the child on what is left, and kills it: as long after its first acknowledgement as `delay` says, or,
/// one time in four, after its start.
fn live(room: &Path, delay: Duration, acknowledged: &mut Acknowledged) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(child::ARGUMENTS)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    child::order(&mut command, room, u64::from(u32::MAX), Synchronous::Full);
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (telling, told) = channel();
    thread::scope(|scope| {
        // What the pipe holds when the child is dead was acknowledged too.
        scope.spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| telling.send(line))
        });
        if !delay.subsec_micros().is_multiple_of(4) {
            acknowledged.line(&told.recv().unwrap());
        }
        thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        for line in told {
            assert!(line.starts_with("ack "), "the child says: {line}");
            acknowledged.line(&line);
        }
    });
}
