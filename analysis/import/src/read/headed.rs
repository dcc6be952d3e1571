//! Rows of cells with headings somewhere near the top.

use super::Read;
use crate::ImportError;
use crate::Limits;
use crate::table::{Cell, Row, Table, Value};

/// How far down headings are looked for; what is above them is a title.
const DEEPEST_HEADINGS: usize = 20;

/// Makes a table of rows, given with their numbers.
pub(super) fn table(
    read: &mut Read,
    name: &str,
    rows: Vec<(u32, Vec<String>)>,
    limits: &Limits,
) -> Result<(), ImportError> {
    if rows.len() > limits.rows {
        return Err(super::too_large(name, "rows", limits.rows as u64));
    }
    let rows: Vec<(u32, Vec<String>)> = rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        .collect();
    let Some(at) = headings(&rows) else {
        if !rows.is_empty() {
            read.problem(name, 0, "no row looks like headings");
        }
        return Ok(());
    };
    let mut rows = rows.into_iter().skip(at);
    let Some((number, headings)) = rows.next() else {
        return Ok(());
    };
    if let Some(what) = left_out(at) {
        read.problem(name, number, what);
    }
    let mut table = Table::new(name, None, trimmed(headings));
    let width = table.columns.len();
    for (number, cells) in rows {
        let extra = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if extra {
            read.problem(
                name,
                number,
                format!("it has more cells than there are headings ({width})"),
            );
        }
        let cells = cells.into_iter().take(width).map(cell).collect();
        table.rows.push(Row { number, cells });
    }
    read.tables.push(table);
    Ok(())
}

fn left_out(rows: usize) -> Option<String> {
    match rows {
        0 => None,
        1 => Some("one row above the headings is left out".to_owned()),
        rows => Some(format!("{rows} rows above the headings are left out")),
    }
}

fn cell(text: String) -> Cell {
    match text.trim() {
        "" => Cell::new(),
        text => vec![Value::text(text)],
    }
}

/// The first row that is about as wide as the rows usually are.
fn headings(rows: &[(u32, Vec<String>)]) -> Option<usize> {
    let filled = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let top = rows.iter().take(DEEPEST_HEADINGS * 2);
    let widest = top.map(|(_, cells)| filled(cells)).max()?;
    let wide = |(_, cells): &(u32, Vec<String>)| filled(cells) * 2 > widest;
    rows.iter().take(DEEPEST_HEADINGS).position(wide)
}

/// Headings without the empty ones at the end.
fn trimmed(mut headings: Vec<String>) -> Vec<String> {
    while headings
        .last()
        .is_some_and(|heading| heading.trim().is_empty())
    {
        headings.pop();
    }
    headings
}
