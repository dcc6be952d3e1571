//! A list as comma-separated values (RFC 4180).

use super::cell::Plain;
use super::{ColumnSpec, Row};

/// The file: a line of column names, then a line for each row.
pub(super) fn write(columns: &[ColumnSpec], rows: &[Row]) -> String {
    let head = columns.iter().map(|column| field(column.key)).collect();
    let body = rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell.plain() {
            Plain::Number(number) => number.to_string(),
            Plain::Text(text) => field(&text),
        });
        cells.collect::<Vec<_>>()
    });
    let lines = std::iter::once(head).chain(body);
    lines
        .map(|line: Vec<String>| line.join(",") + "\r\n")
        .collect()
}

/// A field, such that no spreadsheet takes it for a formula: those begin with one of these (OWASP, CSV injection).
fn field(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = if dangerous {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnSpec, Row, write};
    use crate::list::Cell;

    #[test]
    fn a_spreadsheet_never_sees_a_formula() {
        let row = |text: &str| Row {
            id: String::new(),
            pick: false,
            fresh: false,
            cells: vec![Cell::Text(text.to_owned()), Cell::Number(3)],
        };
        let columns = [
            ColumnSpec::new("what", "What"),
            ColumnSpec::new("count", "Count"),
        ];
        let rows = [
            row("=1+1"),
            row("a \"b\", c"),
            row("@x"),
            row("-2"),
            row("plain"),
        ];
        assert_eq!(
            write(&columns, &rows),
            "what,count\r\n'=1+1,3\r\n\"a \"\"b\"\", c\",3\r\n'@x,3\r\n'-2,3\r\nplain,3\r\n"
        );
    }
}
