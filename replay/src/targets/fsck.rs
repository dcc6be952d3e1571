//! A log in which any one resource is replaced by other bytes is never sound. The first byte chooses which.

use std::sync::LazyLock;

use holdpoint_ledger::log::{FsckOptions, LogIdentity, fsck};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::source::MemoryLog;
use holdpoint_ledger::writer::TiledLogWriter;

static LOG: LazyLock<(LogIdentity, MemoryLog)> = LazyLock::new(|| {
    let signer = Ed25519Signer::from_seed("example.com/log", &[7; 32]).expect("a key");
    let mut log = MemoryLog::new();
    let mut writer = TiledLogWriter::new(&mut log);
    for index in 0..260 {
        writer
            .append(format!("entry {index}").as_bytes())
            .expect("an entry");
    }
    writer.finish("example.com/log", &[&signer]).expect("a log");
    (
        LogIdentity::new(&signer.verifier_key().to_string()).expect("an identity"),
        log,
    )
});

pub(crate) fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let (identity, log) = &*LOG;
    let mut log = log.clone();
    let Some(path) = log.keys().nth(usize::from(*which) % log.len()).cloned() else {
        return;
    };
    let sound = log
        .insert(path, bytes.to_vec())
        .is_some_and(|before| before == bytes);
    let options = FsckOptions {
        threads: 1,
        ..FsckOptions::default()
    };
    assert_eq!(fsck(&log, identity, &options).sound, sound);
}
