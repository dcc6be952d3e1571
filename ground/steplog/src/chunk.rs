//! How records lie in the file: in chunks, each with a number, the epoch of who wrote it, and a checksum, so that what a crash
//! left of the last one is known for what it is.
//!
//! A chunk is `HPL1`, then in little endian the length of its payload (4 bytes), its number from 0 (8), the epoch (8) and the
//! CRC-32 (4) of these twenty bytes and the payload; then the payload: whole records.

/// Bytes before the payload.
pub(crate) const HEAD: usize = 28;
/// Bytes that a payload has at most. The longest record fits.
pub(crate) const PAYLOAD: usize = 64 * 1024;
const MAGIC: &[u8; 4] = b"HPL1";

/// What a chunk says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// Bytes of its payload.
    pub(crate) length: usize,
    /// The how manieth it is, from 0.
    pub(crate) number: u64,
    /// The epoch of who wrote it.
    pub(crate) epoch: u64,
    checksum: u32,
}

/// Adds a chunk with that payload, which is no longer than [`PAYLOAD`].
pub(crate) fn write(number: u64, epoch: u64, payload: &[u8], into: &mut Vec<u8>) {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let said = said(length, number, epoch);
    into.extend_from_slice(MAGIC);
    into.extend_from_slice(&said);
    into.extend_from_slice(&checksum(&said, payload).to_le_bytes());
    into.extend_from_slice(payload);
}

fn said(length: u32, number: u64, epoch: u64) -> [u8; 20] {
    let mut said = [0; 20];
    let bytes = { length.to_le_bytes().into_iter() }
        .chain(number.to_le_bytes())
        .chain(epoch.to_le_bytes());
    said.iter_mut()
        .zip(bytes)
        .for_each(|(place, byte)| *place = byte);
    said
}

fn checksum(said: &[u8; 20], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(said);
    hasher.update(payload);
    hasher.finalize()
}

/// What those bytes say, if a chunk can begin so.
pub(crate) fn head(bytes: &[u8; HEAD]) -> Option<Head> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let (epoch, rest) = rest.split_first_chunk::<8>()?;
    let (checksum, _) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    (1..=PAYLOAD).contains(&length).then_some(Head {
        length,
        number: u64::from_le_bytes(*number),
        epoch: u64::from_le_bytes(*epoch),
        checksum: u32::from_le_bytes(*checksum),
    })
}

impl Head {
    /// Whether that payload is the one that was written.
    pub(crate) fn holds(&self, payload: &[u8]) -> bool {
        let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        checksum(&said(length, self.number, self.epoch), payload) == self.checksum
    }
}
