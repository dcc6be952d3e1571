//! One row, read by field.

use std::collections::BTreeMap;

use crate::table::{Row, Table, Value};
use crate::{Field, Place};

/// The longest name or other short text, in characters.
const LONGEST_NAME: usize = 200;

/// Index of the table and of the row in it: places may repeat, as in a file of a single line.
pub(super) type RowKey = (usize, usize);

/// A row with the index of each field.
pub(super) struct Record<'t> {
    table: &'t Table,
    row: &'t Row,
    fields: &'t BTreeMap<Field, usize>,
    key: RowKey,
}

impl<'t> Record<'t> {
    pub(super) fn all(
        number: usize,
        table: &'t Table,
        fields: &'t BTreeMap<Field, usize>,
    ) -> impl Iterator<Item = Self> {
        let rows = table.rows.iter().enumerate();
        rows.map(move |(at, row)| Self {
            table,
            row,
            fields,
            key: (number, at),
        })
    }

    pub(super) fn key(&self) -> RowKey {
        self.key
    }

    pub(super) fn place(&self) -> Place {
        self.table.place(self.row.number)
    }

    /// The heading of a field's column.
    pub(super) fn column(&self, field: Field) -> Option<&'t str> {
        self.table
            .columns
            .get(*self.fields.get(&field)?)
            .map(String::as_str)
    }

    fn cell(&self, field: Field) -> &'t [Value] {
        let index = self.fields.get(&field).copied();
        index
            .and_then(|index| self.row.cells.get(index))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The cell under a heading, whether the mapping uses it or not.
    pub(super) fn under(&self, heading: &str) -> Option<&'t Value> {
        let index = self
            .table
            .columns
            .iter()
            .position(|one| one.eq_ignore_ascii_case(heading))?;
        self.row.cells.get(index)?.first()
    }

    /// The first value as it stands there.
    pub(super) fn value(&self, field: Field) -> Option<&'t Value> {
        self.cell(field).first()
    }

    /// The text of a field, on one line, cut where it is too long.
    pub(super) fn text(&self, field: Field) -> Option<String> {
        let text = one_line(&self.value(field)?.text, LONGEST_NAME);
        (!text.is_empty()).then_some(text)
    }

    /// The text of a field, with its lines, cut where it is too long.
    pub(super) fn long_text(&self, field: Field) -> Option<String> {
        let text = one_line(&self.value(field)?.text, LONGEST_NAME * 20);
        (!text.is_empty()).then_some(text)
    }

    /// What other records call this one.
    pub(super) fn id(&self) -> Option<&'t str> {
        self.value(Field::Id).map(|value| value.text.as_str())
    }

    /// All values of a field. A single text may hold several: `a; b`, `a|b`, lines, else `a, b`.
    pub(super) fn list(&self, field: Field) -> Vec<Value> {
        match self.cell(field) {
            [one] => split(one),
            many => many.to_vec(),
        }
    }

    /// Something to call the row by.
    pub(super) fn any_text(&self) -> String {
        let named = ["name", "title", "entity ref"]
            .iter()
            .find_map(|heading| self.under(heading));
        let first = || self.row.cells.iter().flatten().next();
        let text = named.or_else(first).map(|value| value.text.as_str());
        one_line(text.unwrap_or_default(), LONGEST_NAME)
    }
}

fn split(value: &Value) -> Vec<Value> {
    let strong = |c: char| matches!(c, ';' | '|' | '\n');
    let separates = |c: char| {
        if value.text.contains(strong) {
            strong(c)
        } else {
            c == ','
        }
    };
    let texts = value.text.split(separates).map(str::trim);
    // References of ServiceNow are lists of both: shown names, and as many identifiers.
    let ids: Vec<&str> = value
        .id
        .iter()
        .flat_map(|ids| ids.split(',').map(str::trim))
        .collect();
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    if value.id.is_some() && ids.len() != texts.len() {
        return vec![value.clone()];
    }
    let id = |at: usize| ids.get(at).map(|id| (*id).to_owned());
    let values = texts.iter().enumerate();
    values
        .map(|(at, text)| Value {
            text: (*text).to_owned(),
            id: id(at),
        })
        .collect()
}

/// Without control characters and doubled spaces.
fn one_line(text: &str, longest: usize) -> String {
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|c| !is_invisible(*c))
        .take(longest)
        .collect()
}

/// Characters that turn the direction of a text or cannot be seen: names must be what they look like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
