//! Tables: what every format is read into.

use serde::{Deserialize, Serialize};

use crate::Place;
use crate::mapping::RecordKind;

/// A text, with the identifier of what it refers to where the format has such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            id: None,
        }
    }

    pub(crate) fn reference(text: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            id: Some(id.into()),
        }
    }
}

/// Nothing, a value, or a list of values.
pub(crate) type Cell = Vec<Value>;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Row of the sheet or line of the file, from 1.
    pub(crate) number: u32,
    /// In the order of the columns; missing ones are empty.
    pub(crate) cells: Vec<Cell>,
}

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// File, with sheet or kind where there are several.
    pub(crate) name: String,
    /// What its records are, where the format says so.
    pub(crate) hint: Option<RecordKind>,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(name: &str, hint: Option<RecordKind>, columns: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            hint,
            columns: distinct(columns),
            rows: Vec::new(),
        }
    }

    pub(crate) fn place(&self, row: u32) -> Place {
        Place {
            table: self.name.clone(),
            row,
        }
    }

    /// The index of a column, added if need be.
    pub(crate) fn column(&mut self, name: &str) -> usize {
        match self.columns.iter().position(|column| column == name) {
            Some(index) => index,
            None => {
                self.columns.push(name.to_owned());
                self.columns.len() - 1
            }
        }
    }

    /// Adds a record given by column names.
    pub(crate) fn push(&mut self, number: u32, fields: impl IntoIterator<Item = (String, Cell)>) {
        let mut cells: Vec<Cell> = Vec::new();
        for (name, cell) in fields {
            let index = self.column(&name);
            if cells.len() <= index {
                cells.resize(index + 1, Cell::new());
            }
            if let Some(place) = cells.get_mut(index) {
                *place = cell;
            }
        }
        self.rows.push(Row { number, cells });
    }
}

/// Headings, each once and none empty: a second `Name` is `Name (2)`, a missing one is `column 3`.
fn distinct(columns: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for (number, column) in (1..).zip(columns) {
        let name = match column.trim() {
            "" => format!("column {number}"),
            name => name.to_owned(),
        };
        let again = (2..).map(|count| format!("{name} ({count})"));
        let mut free = std::iter::once(name.clone()).chain(again);
        seen.extend(free.find(|one| !seen.contains(one)));
    }
    seen
}
