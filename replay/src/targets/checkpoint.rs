//! A checkpoint that is accepted is written back as it was read.

use super::text;
use holdpoint_ledger::checkpoint::Checkpoint;

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert_eq!(checkpoint.to_string(), text);
    }
}
