//! An entry that is accepted is written back as it was read.

use holdpoint_ledger::entry::Entry;
use serde_json::Value;

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(entry) = Entry::<Value>::parse(bytes) {
        assert_eq!(
            entry
                .to_bytes()
                .expect("an entry that was read can be written"),
            bytes
        );
    }
    // Without the check of the form, whatever is read is still written in it.
    if let Ok(entry) = Entry::<Value>::parse_trusted(bytes)
        && let Ok(written) = entry.to_bytes()
    {
        assert_eq!(
            Entry::<Value>::parse(&written).expect("what was written reads back"),
            entry
        );
    }
}
