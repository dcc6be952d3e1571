//! How much a document may hold.

/// Values, with every alias written out.
pub(super) const VALUES: u32 = 4_000_000;
/// Nesting, with every alias written out. Readers of a document may go down by recursion.
pub(super) const DEPTH: u32 = 256;
/// Mistakes that are reported; the first hundred say enough.
pub(super) const MISTAKES: usize = 100;
