//! Separated values.

use super::{Read, headed};
use crate::{ImportError, Limits};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records show which delimiter it is.
const SAMPLE: usize = 50;

pub(super) fn read(file: &str, text: &str, limits: &Limits) -> Result<Read, ImportError> {
    // Lines are counted by their line feeds.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (told, text, skipped) = told_delimiter(&text);
    let delimiter = told.unwrap_or_else(|| likely_delimiter(text));
    let mut rows = Vec::new();
    for record in reader(text, delimiter).records() {
        let record = record.map_err(|error| malformed(file, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line)
            .unwrap_or(u32::MAX)
            .saturating_add(skipped);
        rows.push((line, record.iter().map(str::to_owned).collect()));
        if rows.len() > limits.rows {
            return Err(super::too_large(file, "rows", limits.rows as u64));
        }
    }
    let mut read = Read::default();
    headed::table(&mut read, file, rows, limits)?;
    Ok(read)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter);
    builder.from_reader(text.as_bytes())
}

/// Excel writes `sep=;` into the first line when asked to.
fn told_delimiter(text: &str) -> (Option<u8>, &str, u32) {
    let Some((first, rest)) = text.split_once('\n') else {
        return (None, text, 0);
    };
    let told = first
        .trim_end()
        .strip_prefix("sep=")
        .and_then(|told| told.bytes().next());
    match told {
        Some(delimiter) => (Some(delimiter), rest, 1),
        None => (None, text, 0),
    }
}

/// The delimiter that makes most rows equally wide, and wider than one cell.
fn likely_delimiter(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let records = reader(text, *delimiter).into_records().take(SAMPLE);
        let widths: Vec<usize> = records
            .filter_map(Result::ok)
            .map(|record| record.len())
            .collect();
        let first = widths.iter().copied().max().unwrap_or(0);
        let same = widths.iter().filter(|width| **width == first).count();
        if first < 2 {
            0
        } else {
            same * 1000 / widths.len().max(1) * 100 + first.min(99)
        }
    };
    // Of equals the first in the list, which is the most usual one.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(b',')
}

fn malformed(file: &str, error: &csv::Error) -> ImportError {
    ImportError::Malformed {
        file: file.to_owned(),
        format: "CSV",
        why: error.to_string(),
    }
}
