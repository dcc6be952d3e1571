//! Excel workbooks. Only values are read, never formulas: a cell that has one gives what Excel last showed.

use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{Data, Reader, Xlsx};

use super::{Read, headed, zip};
use crate::{ImportError, Limits};

pub(super) fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Read, ImportError> {
    // The library reckons places of cells without looking whether there can be such a place.
    catch_unwind(|| sheets(file, bytes, limits)).unwrap_or_else(|_| {
        let why = "a cell is said to be where none can be";
        Err(malformed(file, why.to_owned()))
    })
}

fn malformed(file: &str, why: String) -> ImportError {
    ImportError::Malformed {
        file: file.to_owned(),
        format: "an Excel workbook",
        why,
    }
}

fn sheets(file: &str, bytes: &[u8], limits: &Limits) -> Result<Read, ImportError> {
    let malformed = |why: String| malformed(file, why);
    let unpacked = zip::unpacked_bytes(bytes)
        .ok_or_else(|| malformed("the archive has no directory".to_owned()))?;
    if unpacked > limits.unpacked_bytes {
        return Err(super::too_large(
            file,
            "bytes when unpacked",
            limits.unpacked_bytes,
        ));
    }
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| malformed(error.to_string()))?;
    let sheets = book.sheet_names();
    if sheets.len() > limits.tables {
        return Err(super::too_large(file, "sheets", limits.tables as u64));
    }
    let mut read = Read::default();
    for sheet in sheets {
        let name = format!("{file} / {sheet}");
        match book.worksheet_range(&sheet) {
            Ok(range) => headed::table(&mut read, &name, rows(&range, limits), limits)?,
            Err(error) => read.problem(&name, 0, format!("the sheet cannot be read: {error}")),
        }
    }
    Ok(read)
}

fn rows(range: &calamine::Range<Data>, limits: &Limits) -> Vec<(u32, Vec<String>)> {
    let first = range.start().map_or(0, |(row, _)| row).saturating_add(1);
    let rows = (first..).zip(range.rows());
    // One more than is allowed is enough to be refused.
    let rows = rows.take(limits.rows.saturating_add(1));
    rows.map(|(number, cells)| (number, cells.iter().map(text).collect()))
        .collect()
}

fn text(cell: &Data) -> String {
    match cell {
        // An error such as `#N/A` says nothing.
        Data::Empty | Data::Error(_) => String::new(),
        // 1024.0 is 1024.
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}
