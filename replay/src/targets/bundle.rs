//! A bundle that is accepted is written back as it was read. The first byte chooses the width.

use holdpoint_ledger::bundle::{bundle_bytes, bundle_entries};
use holdpoint_ledger::tile::BundleId;

pub(crate) fn run(bytes: &[u8]) {
    let Some((width, bytes)) = bytes.split_first() else {
        return;
    };
    let id = BundleId {
        index: 1,
        width: u16::from(*width) + 1,
    };
    if let Ok(entries) = bundle_entries(id, bytes) {
        assert_eq!(entries.len(), usize::from(id.width));
        assert_eq!(bundle_bytes(entries).expect("entries fit"), bytes);
    }
}
