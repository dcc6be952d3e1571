//! Entry bundles of C2SP tlog-tiles: up to 256 entries, each after its length as two big-endian bytes.

use crate::Hash;
use crate::tile::BundleId;

/// Bytes that an entry may have, because its length is written in 16 bits.
pub const MAX_ENTRY: usize = 65_535;

/// Why bytes are not the bundle that they should be, or cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry that its length field cannot hold.
    #[error("an entry of {size} bytes is over the limit of {MAX_ENTRY} bytes")]
    TooLarge {
        /// Bytes of the entry.
        size: usize,
    },
    /// The bytes end within an entry.
    #[error(
        "the bundle ends within entry {entry}: {expected} bytes are expected at byte {offset}, {found} are left"
    )]
    Truncated {
        /// Index of the entry in the log.
        entry: u64,
        /// Where the field begins.
        offset: usize,
        /// Bytes that the field needs.
        expected: usize,
        /// Bytes that are left.
        found: usize,
    },
    /// Bytes after the last entry.
    #[error("{count} stray bytes follow the last entry of the bundle at byte {offset}")]
    Stray {
        /// Where they begin.
        offset: usize,
        /// How many there are.
        count: usize,
    },
}

/// Writes `entry` at the end of a bundle.
///
/// # Errors
/// When the entry is over [`MAX_ENTRY`] bytes.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let size = entry.len();
    let length = u16::try_from(size).map_err(|_| BundleError::TooLarge { size })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bundle of these entries.
///
/// # Errors
/// When an entry is over [`MAX_ENTRY`] bytes.
pub fn bundle_bytes<'a>(
    entries: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    entries
        .into_iter()
        .try_for_each(|entry| push_entry(&mut bundle, entry))?;
    Ok(bundle)
}

/// The entries of a bundle: exactly as many as its width says, and nothing after them.
///
/// # Errors
/// When the bytes end early or late.
pub fn bundle_entries(id: BundleId, bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    match bundle_prefix(id, bytes) {
        (entries, None) => Ok(entries),
        (_, Some(error)) => Err(error),
    }
}

/// The entries up to where the bundle is malformed, and how it is.
pub(crate) fn bundle_prefix(id: BundleId, bytes: &[u8]) -> (Vec<&[u8]>, Option<BundleError>) {
    let mut offset = 0;
    let mut entries = Vec::with_capacity(usize::from(id.width));
    for entry in (id.first()..).take(usize::from(id.width)) {
        match next_entry(entry, bytes, &mut offset) {
            Ok(bytes) => entries.push(bytes),
            Err(error) => return (entries, Some(error)),
        }
    }
    match bytes.len() - offset {
        0 => (entries, None),
        count => (entries, Some(BundleError::Stray { offset, count })),
    }
}

/// The leaf hashes of a bundle, as [`bundle_entries`] finds them.
///
/// # Errors
/// When the bytes end early or late.
pub fn bundle_leaves(id: BundleId, bytes: &[u8]) -> Result<Vec<Hash>, BundleError> {
    let entries = bundle_entries(id, bytes)?;
    Ok(entries.into_iter().map(Hash::leaf).collect())
}

fn next_entry<'a>(
    entry: u64,
    bytes: &'a [u8],
    offset: &mut usize,
) -> Result<&'a [u8], BundleError> {
    let prefix = take(entry, bytes, offset, 2)?;
    let length = prefix
        .iter()
        .fold(0, |length, byte| length << 8 | usize::from(*byte));
    take(entry, bytes, offset, length)
}

fn take<'a>(
    entry: u64,
    bytes: &'a [u8],
    offset: &mut usize,
    expected: usize,
) -> Result<&'a [u8], BundleError> {
    let field = bytes
        .get(*offset..*offset + expected)
        .ok_or(BundleError::Truncated {
            entry,
            offset: *offset,
            expected,
            found: bytes.len() - *offset,
        })?;
    *offset += expected;
    Ok(field)
}
