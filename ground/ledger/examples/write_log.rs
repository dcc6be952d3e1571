//! Writes a tiled log whose entries are the lines of the standard input, and prints the key that verifies it:
//! `seq 700 | cargo run -p holdpoint-ledger --example write_log DIRECTORY`. Other implementations can then be
//! asked what they think of it. The signing key is no secret: it is for trying out only.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::io::{self, BufRead};

use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::sink::DirectorySink;
use holdpoint_ledger::writer::TiledLogWriter;

const ORIGIN: &str = "example.com/lines";

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).ok_or("name a directory")?;
    let signer = Ed25519Signer::from_seed(ORIGIN, &[7; 32])?;
    let mut writer = TiledLogWriter::new(DirectorySink::new(directory));
    for line in io::stdin().lock().lines() {
        writer.append(line?.as_bytes())?;
    }
    writer.finish(ORIGIN, &[&signer])?;
    println!("{}", signer.verifier_key());
    Ok(())
}
