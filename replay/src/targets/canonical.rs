//! Bytes are canonical exactly when rewriting does not change them; the checker and the writer share no code.

use holdpoint_ledger::canonical::{Numbers, canonicalize, check};

pub(crate) fn run(bytes: &[u8]) {
    for numbers in [Numbers::Integers, Numbers::Any] {
        let rewritten = canonicalize(bytes, numbers).ok();
        let same = rewritten.as_deref() == Some(bytes);
        assert_eq!(check(bytes, numbers).is_ok(), same, "{numbers:?}");
        if let Some(rewritten) = rewritten {
            check(&rewritten, numbers).expect("what was written is canonical");
        }
    }
}
