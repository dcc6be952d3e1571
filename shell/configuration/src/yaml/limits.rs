//! How much a file may hold. An organisation of ten thousand components stays well below.

/// Bytes of text.
pub(super) const BYTES: usize = 4 << 20;
/// Values, with every alias written out.
pub(super) const VALUES: usize = 400_000;
/// Nesting; the deepest value of the format stands at eight.
pub(super) const DEPTH: usize = 24;
