//! Every kept input, and an empty one, through its target.
#![allow(clippy::expect_used, reason = "a test")]

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use holdpoint_replay::targets::{ALL, Target};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .and_then(|listed| listed.map(|file| Ok(file?.path())).collect())
        .expect("the folder is there");
    files.sort();
    files
}

/// The inputs of a target that it does not hold for.
fn broken(name: &str, target: Target) -> Vec<PathBuf> {
    target(b"");
    let kept = files(&fuzz().join("corpus").join(name));
    assert!(!kept.is_empty(), "`{name}` has no kept inputs");
    let breaks = |file: &PathBuf| {
        let bytes = std::fs::read(file).expect("it was listed");
        catch_unwind(move || target(&bytes)).is_err()
    };
    kept.into_iter().filter(breaks).collect()
}

#[test]
fn what_was_kept_holds() {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut all = Vec::new();
        while let Some((name, target)) = ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            all.extend(broken(name, *target));
        }
        all
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let found: Vec<PathBuf> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    assert_eq!(found, Vec::<PathBuf>::new(), "what broke is said above");
}

/// A target that libFuzzer knows and this table does not would not be replayed, and the other way about.
#[test]
fn the_table_is_what_libfuzzer_runs() {
    let table: BTreeSet<String> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    let stem = |file: PathBuf| file.file_stem().unwrap().to_string_lossy().into_owned();
    let targets: BTreeSet<String> = files(&fuzz().join("fuzz_targets"))
        .into_iter()
        .map(stem)
        .collect();
    let corpora: BTreeSet<String> = files(&fuzz().join("corpus"))
        .into_iter()
        .map(stem)
        .collect();
    assert_eq!(targets, table);
    assert_eq!(corpora, table);
    for name in &table {
        let file = fuzz().join("fuzz_targets").join(format!("{name}.rs"));
        let runs = format!("named(\"{name}\")");
        assert!(
            std::fs::read_to_string(&file).unwrap().contains(&runs),
            "{}: runs another",
            file.display()
        );
    }
}
