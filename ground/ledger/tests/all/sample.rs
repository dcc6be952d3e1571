//! Small logs in memory, written by this crate.

use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::source::MemoryLog;
use holdpoint_ledger::writer::TiledLogWriter;

pub(crate) const ORIGIN: &str = "example.com/log";

pub(crate) fn signer() -> Ed25519Signer {
    Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap()
}

pub(crate) fn identity() -> LogIdentity {
    LogIdentity::new(&signer().verifier_key().to_string()).unwrap()
}

pub(crate) fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// A log of `size` entries.
pub(crate) fn log(size: u64) -> MemoryLog {
    let mut log = MemoryLog::new();
    let mut writer = TiledLogWriter::new(&mut log);
    for index in 0..size {
        assert_eq!(writer.append(&entry(index)).unwrap(), index);
    }
    writer.finish(ORIGIN, &[&signer()]).unwrap();
    log
}
