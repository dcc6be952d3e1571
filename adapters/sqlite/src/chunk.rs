//! Several entries in one row.
//!
//! A row a entry would leave a quarter of each 4 KiB page unused for entries of 1 KiB. A row of 16 KiB fills its
//! overflow pages to the last byte. The framing is that of C2SP entry bundles: a big-endian 16-bit length,
//! then the entry.

use holdpoint_ports::{NewEntry, StoreError};

/// A row takes no further entry beyond this many bytes.
const FULL: usize = 16 * 1024;

/// Splits entries into rows: how many entries, and their framed bytes.
pub(crate) fn rows(entries: &[NewEntry]) -> Result<Vec<(usize, Vec<u8>)>, StoreError> {
    let mut rows = Vec::new();
    let (mut count, mut row) = (0, Vec::new());
    for entry in entries {
        if count > 0 && row.len() + entry.bytes.len() + 2 > FULL {
            rows.push((count, std::mem::take(&mut row)));
            count = 0;
        }
        let length = u16::try_from(entry.bytes.len()).map_err(|_| too_long(entry))?;
        row.extend_from_slice(&length.to_be_bytes());
        row.extend_from_slice(&entry.bytes);
        count += 1;
    }
    if count > 0 {
        rows.push((count, row));
    }
    Ok(rows)
}

fn too_long(entry: &NewEntry) -> StoreError {
    let length = entry.bytes.len();
    StoreError::Failed(format!("an entry of {length} bytes: at most 65,535 fit").into())
}

/// The entries of a row; the last item is an error if the row is cut short.
pub(crate) struct Entries<'row>(pub(crate) &'row [u8]);

impl<'row> Iterator for Entries<'row> {
    type Item = Result<&'row [u8], StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let split = self
            .0
            .split_first_chunk::<2>()
            .and_then(|(length, rest)| rest.split_at_checked(u16::from_be_bytes(*length).into()));
        let Some((entry, rest)) = split else {
            self.0 = &[];
            return Some(Err(StoreError::Damaged(
                "a row of entries is cut short".to_owned(),
            )));
        };
        self.0 = rest;
        Some(Ok(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(length: usize) -> NewEntry {
        NewEntry {
            bytes: vec![7; length],
            subject: "release/a".to_owned(),
            references: vec![],
            opening: None,
        }
    }

    fn lengths(row: &[u8]) -> Vec<usize> {
        Entries(row).map(|entry| entry.unwrap().len()).collect()
    }

    #[test]
    fn a_row_holds_sixteen_kibibytes_or_one_entry() {
        let entries: Vec<_> = [9_000, 9_000, 65_535, 0, 1].map(entry).into();
        let rows = rows(&entries).unwrap();
        let found: Vec<_> = rows
            .iter()
            .map(|(count, row)| (*count, lengths(row)))
            .collect();
        let expected = [
            (1, vec![9_000]),
            (1, vec![9_000]),
            (1, vec![65_535]),
            (2, vec![0, 1]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_entry_that_does_not_fit_is_an_error() {
        let error = rows(&[entry(65_536)]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("65536 bytes: at most 65,535 fit"),
            "{error}"
        );
    }

    #[test]
    fn a_row_cut_short_is_an_error_and_the_end() {
        let rows = rows(&[entry(5), entry(5)]).unwrap();
        for cut in [1, 6, 8, 13] {
            let mut entries = Entries(&rows[0].1[..cut]);
            let last = entries.by_ref().last().unwrap();
            assert!(matches!(last, Err(StoreError::Damaged(_))), "cut at {cut}");
            assert!(entries.next().is_none());
        }
    }
}
