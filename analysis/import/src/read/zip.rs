//! How large an archive says that it is unpacked, before anything is unpacked.

/// Signature of the record at the end of an archive, and of each entry in its directory.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// The sum of the unpacked sizes of all entries; none if there is no directory. An entry of 4 GiB or more counts
/// as its placeholder, which is more than any limit.
pub(super) fn unpacked_bytes(bytes: &[u8]) -> Option<u64> {
    // The record has 22 bytes and a comment of at most 65,535.
    let from = bytes.len().saturating_sub(22 + 65_535);
    let tail = bytes.get(from..)?;
    let at = from + tail.windows(4).rposition(|window| window == END)?;
    let mut next = usize::try_from(number(bytes, at + 16, 4)?).ok()?;
    let mut sum = 0_u64;
    while bytes.get(next..next.checked_add(4)?) == Some(ENTRY) {
        sum = sum.checked_add(number(bytes, next + 24, 4)?)?;
        let lengths = [28, 30, 32].map(|offset| number(bytes, next + offset, 2));
        let variable = lengths
            .into_iter()
            .try_fold(0, |sum, length| Some(sum + length?))?;
        next = next
            .checked_add(46)?
            .checked_add(usize::try_from(variable).ok()?)?;
    }
    Some(sum)
}

/// A little-endian number.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}
