//! Writes a log of a million entries of 1 KiB into a temporary directory, checks every byte of it, and says how
//! long that took: `cargo run --release -p holdpoint-ledger --example fsck_million [ENTRIES]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::time::Instant;

use holdpoint_ledger::log::{FsckOptions, LogIdentity, fsck};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::sink::DirectorySink;
use holdpoint_ledger::source::DirectorySource;
use holdpoint_ledger::writer::TiledLogWriter;

const ORIGIN: &str = "example.com/million";
const ENTRY: usize = 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |count| count.parse())?;
    let directory = tempfile::tempdir()?;
    let signer = Ed25519Signer::from_seed(ORIGIN, &[7; 32])?;
    let start = Instant::now();
    let mut writer = TiledLogWriter::new(DirectorySink::new(directory.path()));
    for index in 0..count {
        writer.append(format!("{index:0ENTRY$}").as_bytes())?;
    }
    writer.finish(ORIGIN, &[&signer])?;
    println!("written in {:.2} s", start.elapsed().as_secs_f64());

    let log = LogIdentity::new(&signer.verifier_key().to_string())?;
    let options = FsckOptions::default();
    let start = Instant::now();
    let report = fsck(&DirectorySource::new(directory.path()), &log, &options);
    let seconds = start.elapsed().as_secs_f64();
    println!("{report}");
    println!("checked in {seconds:.2} s with {} threads", options.threads);
    let overhead = report.bytes as f64 / count as f64 - ENTRY as f64;
    println!("Merkle tree and framing: {overhead:.2} bytes an entry");
    if report.sound {
        Ok(())
    } else {
        Err("the log is damaged".into())
    }
}
