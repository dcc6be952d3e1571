//! Reads files of every format into tables.

mod backstage;
mod csv;
mod encoding;
mod headed;
mod servicenow;
mod xlsx;
mod zip;

use crate::source::{Format, Source};
use crate::table::Table;
use crate::{ImportError, Limits, Place, Problem};

/// What a reader gives back.
#[derive(Debug, Default)]
struct Read {
    tables: Vec<Table>,
    problems: Vec<Problem>,
}

impl Read {
    fn problem(&mut self, table: &str, row: u32, message: impl Into<String>) {
        let place = Place {
            table: table.to_owned(),
            row,
        };
        self.problems.push(Problem {
            place,
            column: None,
            message: message.into(),
        });
    }
}

/// Reads a file. Its name only helps to tell what it is; its content decides.
///
/// # Errors
/// [`ImportError::UnknownFormat`], [`ImportError::TooLarge`], [`ImportError::Malformed`].
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    if bytes.len() as u64 > limits.bytes {
        return Err(too_large(name, "bytes", limits.bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let read = xlsx::read(name, bytes, limits)?;
        return finish(name, Format::Xlsx, read, limits);
    }
    let (text, note) = encoding::decode(bytes).ok_or_else(|| ImportError::UnknownFormat {
        file: name.to_owned(),
    })?;
    let format = detect(name, &text).ok_or_else(|| ImportError::UnknownFormat {
        file: name.to_owned(),
    })?;
    let mut read = match format {
        Format::Csv => csv::read(name, &text, limits)?,
        Format::Backstage => backstage::read(name, &text)?,
        Format::ServiceNow if text.trim_start().starts_with('<') => {
            servicenow::xml(name, &text, limits)?
        }
        Format::ServiceNow | Format::Xlsx => servicenow::json(name, &text)?,
    };
    if let Some(note) = note {
        read.problem(name, 0, note);
    }
    finish(name, format, read, limits)
}

fn detect(name: &str, text: &str) -> Option<Format> {
    let start = text.trim_start();
    let name = name.to_lowercase();
    let entities =
        start.contains("apiVersion") && start.contains("kind") && start.contains("metadata");
    if start.starts_with('<') {
        return start
            .get(..2000.min(start.len()))
            .or(Some(start))
            .map(|_| Format::ServiceNow);
    }
    if start.starts_with(['{', '[']) {
        return Some(if entities {
            Format::Backstage
        } else {
            Format::ServiceNow
        });
    }
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml") || start.starts_with("---");
    if yaml || start.starts_with("apiVersion:") {
        return entities.then_some(Format::Backstage);
    }
    (!start.is_empty()).then_some(Format::Csv)
}

fn finish(file: &str, format: Format, read: Read, limits: &Limits) -> Result<Source, ImportError> {
    let Read { tables, problems } = read;
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let columns = tables
        .iter()
        .map(|table| table.columns.len())
        .max()
        .unwrap_or(0);
    let cell = longest(&tables);
    let sizes = [
        (tables.len(), limits.tables, "tables"),
        (rows, limits.rows, "rows"),
        (columns, limits.columns, "columns"),
        (cell, limits.cell_bytes, "bytes in a cell"),
    ];
    match sizes.into_iter().find(|(size, limit, _)| size > limit) {
        Some((_, limit, what)) => Err(too_large(file, what, limit as u64)),
        None => Ok(Source {
            formats: vec![format],
            tables,
            problems,
        }),
    }
}

fn longest(tables: &[Table]) -> usize {
    let rows = tables.iter().flat_map(|table| &table.rows);
    let values = rows.flat_map(|row| row.cells.iter().flatten());
    values.map(|value| value.text.len()).max().unwrap_or(0)
}

fn too_large(file: &str, what: &'static str, limit: u64) -> ImportError {
    ImportError::TooLarge {
        file: file.to_owned(),
        what,
        limit,
    }
}
