//! The machine dies: images of a disk that lost, tore and reordered what was not synced.

use std::path::{Path, PathBuf};
use std::process::Command;

use holdpoint_sqlite::Synchronous;
use tempfile::TempDir;

use super::disk::{Disk, Fate, Ignore, materialise};
use super::trace::{Call, Step, parse};
use super::verify::{Acknowledged, verify};
use super::{child, mixed};

const ROUNDS: u64 = 60;
const IMAGES: u64 = 200;

const CALLS: &str = "trace=?open,openat,write,pwrite64,pwritev,writev,lseek,ftruncate,fallocate,fsync,fdatasync,\
                     ?mkdir,mkdirat,?rename,renameat,renameat2,?link,linkat,?unlink,unlinkat,copy_file_range";

/// The recorded calls of a child that lived to its end.
struct Recording {
    room: PathBuf,
    steps: Vec<Step>,
}

impl Recording {
    fn new(synchronous: Synchronous) -> Self {
        let directory = tempfile::tempdir().unwrap();
        // As the kernel will call it.
        let room = directory.path().canonicalize().unwrap().join("room");
        std::fs::create_dir(&room).unwrap();
        let trace = directory.path().join("trace");
        let mut command = Command::new("strace");
        command
            .args(["-f", "-y", "-xx", "-s", "1000000", "-e", CALLS, "-o"])
            .arg(&trace);
        command
            .arg(std::env::current_exe().unwrap())
            .args(child::ARGUMENTS);
        child::order(&mut command, &room, ROUNDS, synchronous);
        let output = command
            .output()
            .expect("this test needs `strace`: install it");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self {
            room,
            steps: parse(&std::fs::read_to_string(trace).unwrap()),
        }
    }

    /// Lines at which something was acknowledged, with what was said.
    fn acknowledgements(&self) -> Vec<(usize, String)> {
        let said = |step: &Step| match &step.call {
            Call::Write {
                descriptor: 2,
                offset: None,
                data,
            } => Some((step.start, String::from_utf8(data.clone()).unwrap())),
            _ => None,
        };
        self.steps.iter().filter_map(said).collect()
    }

    fn acknowledged_before(&self, at: usize) -> Acknowledged {
        let mut acknowledged = Acknowledged::default();
        let said = self.acknowledgements();
        said.iter()
            .filter(|(line, _)| *line < at)
            .for_each(|(_, text)| acknowledged.line(text));
        acknowledged
    }

    fn end(&self) -> usize {
        self.steps.iter().map(|step| step.end).max().unwrap() + 1
    }
}

/// A place for an image: in memory if there is such a place, for what is there has crashed already.
fn room() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// What is wrong after a crash at `at`.
fn crash(recording: &Recording, disk: &Disk, at: usize, fate: Fate) -> Result<(), String> {
    let room = room();
    materialise(&disk.image(at, fate), room.path());
    verify(room.path(), &recording.acknowledged_before(at))
        .map_err(|lost| format!("crash at line {at}, {fate:?}: {lost}"))
}

/// Crashes: right after every acknowledgement, and at any time.
fn crashes(recording: &Recording) -> Vec<(usize, Fate)> {
    let said = recording.acknowledgements();
    let mut crashes: Vec<_> = said
        .iter()
        .map(|(line, _)| (line + 1, Fate::Lost))
        .collect();
    for number in 0..IMAGES {
        let at = 1 + (mixed(&[7, number]) % recording.end() as u64) as usize;
        let sector = if number % 2 == 0 { 512 } else { 4_096 };
        let reach = [2, 10, 60, 400][(number / 2 % 4) as usize];
        crashes.push((
            at,
            Fate::Torn {
                sector,
                reach,
                seed: number,
            },
        ));
    }
    crashes
}

#[test]
fn what_was_acknowledged_survives_a_loss_of_power() {
    let recording = Recording::new(Synchronous::Full);
    let all = recording.acknowledged_before(usize::MAX);
    let least = [("ledger", 60), ("blob", 30), ("key", 9), ("person", 8)];
    for (store, least) in least {
        assert!(all.count(store) >= least, "{} of {store}", all.count(store));
    }
    let checkpoints = syncs_of(&recording, "ledger.sqlite");
    assert!(
        checkpoints >= 5,
        "only {checkpoints} checkpoints fell into the recording"
    );
    let disk = Disk::new(&recording.room, &recording.steps, Ignore::Nothing);
    for (at, fate) in crashes(&recording) {
        let left = crash(&recording, &disk, at, fate);
        assert_eq!(left, Ok(()));
    }
    controls(&recording);
}

/// How often the file of that name was synced.
fn syncs_of(recording: &Recording, name: &str) -> usize {
    let mut open = std::collections::HashMap::new();
    let mut syncs = 0;
    for step in &recording.steps {
        match &step.call {
            Call::Open {
                path, descriptor, ..
            } => drop(open.insert(descriptor, path)),
            Call::Sync { descriptor } => {
                let path = open.get(descriptor).map(|path| Path::new(path.as_str()));
                syncs += usize::from(path.is_some_and(|path| path.ends_with(name)));
            }
            _ => (),
        }
    }
    syncs
}

/// Without the syncs of files, or of directories, every store must lose something: else the disk would be too
/// kind, and the test would prove nothing.
fn controls(recording: &Recording) {
    for ignore in [Ignore::SyncsOfFiles, Ignore::SyncsOfDirectories] {
        let disk = Disk::new(&recording.room, &recording.steps, ignore);
        let at = recording.end();
        let image = disk.image(at, Fate::Lost);
        for store in ["ledger", "blob", "key", "person"] {
            let room = room();
            materialise(&image, room.path());
            let only = recording.acknowledged_before(at).only(store);
            assert!(
                verify(room.path(), &only).is_err(),
                "{store} survives without {ignore:?}"
            );
        }
    }
}

/// The control: a ledger that does not wait for the disk loses what it acknowledged.
#[test]
fn a_ledger_that_does_not_sync_loses() {
    let recording = Recording::new(Synchronous::Off);
    let disk = Disk::new(&recording.room, &recording.steps, Ignore::Nothing);
    let lost = |(at, fate): (usize, Fate)| {
        let left = crash(&recording, &disk, at, fate);
        left.is_err_and(|lost| lost.contains("ledger: "))
    };
    let lost = crashes(&recording)
        .into_iter()
        .take(100)
        .filter(|crash| lost(*crash))
        .count();
    assert!(
        lost > 50,
        "the unsafe ledger lost something in only {lost} of 100 crashes"
    );
}
