//! A proof file that is accepted is written back as it was read, and verifying it never panics.

use holdpoint_ledger::Hash;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::proof_file::ProofFile;

pub(crate) fn run(bytes: &[u8]) {
    let Ok(file) = ProofFile::parse(bytes) else {
        return;
    };
    assert_eq!(file.to_string().as_bytes(), bytes);
    let vkey = "log.example/tessera+6d69bfc0+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    let log = LogIdentity::new(vkey).expect("a key");
    assert!(file.verify(&Hash::leaf(b"not in the log"), &log).is_err());
}
