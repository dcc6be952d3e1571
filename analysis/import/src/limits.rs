//! How much is read at most.

use serde::{Deserialize, Serialize};

/// Bounds that no catalogue needs to exceed; a file that does is a mistake or an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: u64,
    /// Bytes of a workbook when unpacked.
    pub unpacked_bytes: u64,
    /// Sheets, or kinds of records.
    pub tables: usize,
    /// Rows of all tables together.
    pub rows: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of a cell.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024 * 1024,
            unpacked_bytes: 512 * 1024 * 1024,
            tables: 64,
            rows: 200_000,
            columns: 512,
            cell_bytes: 64 * 1024,
        }
    }
}
