//! The list that every page of things shares: filters in the address, sorting, pages, acts on many, export.
//!
//! A page says which columns and filters it has and makes rows; this module makes addresses, the template and
//! the files. What is shown is what is exported: both are made of the same cells.

mod cell;
mod column;
mod csv;
mod filter;
mod results;
mod views;
mod xlsx;

use holdpoint_service::ServiceError;

pub(crate) use cell::{Cell, Tag};
pub(crate) use column::{Column, ColumnSpec, Order};
pub(crate) use filter::{Filter, FilterKind};
pub(crate) use results::{ItemResult, ResultWords, ResultsPage};

use self::column::placed;
use self::views::Views;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::respond;
use crate::visit::Fields;
use crate::words::messages;

messages! {
    /// Words of lists.
    pub(crate) ListWords {
        filter: "Filter" | "Filtern";
        clear: "Clear filters" | "Filter löschen";
        more: "Older" | "Ältere";
        all: "All" | "Alle";
        chosen: "With the chosen ones:" | "Mit den gewählten:";
        counted[n]: "{n} row" / "{n} rows" | "{n} Zeile" / "{n} Zeilen";
        counted_of(n, all): "{n} of {all}" | "{n} von {all}";
        nothing_fits: "Nothing fits these filters" | "Nichts passt zu diesen Filtern";
        loosen: "Take one of them away to see more." | "Nehmen Sie einen davon weg, um mehr zu sehen.";
    }
}

/// How many rows a page of a list has.
pub(crate) const ROWS: usize = 50;

/// How many rows a file has at most.
pub(crate) const EXPORTED: usize = 10_000;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// What an act on it names.
    pub(crate) id: String,
    /// Whether it can be chosen.
    pub(crate) pick: bool,
    /// Whether it was not seen yet.
    pub(crate) fresh: bool,
    pub(crate) cells: Vec<Cell>,
}

/// Something to be done with the chosen rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BulkAct {
    pub(crate) value: &'static str,
    pub(crate) label: &'static str,
    /// Whether it takes something away.
    pub(crate) harm: bool,
}

/// What is said when there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Empty {
    pub(crate) icon: Icon,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// What to type.
    pub(crate) command: Option<String>,
}

/// A list as it is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) t: ListWords,
    pub(crate) caption: String,
    pub(crate) path: String,
    pub(crate) kept: Vec<(String, String)>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) filtered: bool,
    pub(crate) cleared: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) next: Option<String>,
    pub(crate) counted: String,
    pub(crate) acts: Vec<BulkAct>,
    /// What an act may be given as a reason, if it may.
    pub(crate) reason: Option<&'static str>,
    pub(crate) csv: String,
    pub(crate) xlsx: String,
    pub(crate) empty: Empty,
    pub(crate) views: Views,
}

impl PartialEq for ListWords {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for ListWords {}

/// What a page says of its list.
pub(crate) struct ListSpec {
    pub(crate) caption: String,
    pub(crate) columns: Vec<ColumnSpec>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) order: Order,
    pub(crate) rows: Vec<Row>,
    /// How many there are in all, if that is known.
    pub(crate) total: Option<usize>,
    /// Where the next page begins.
    pub(crate) next: Option<u64>,
    pub(crate) acts: Vec<BulkAct>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) empty: Empty,
}

impl List {
    /// The list of a page, with its addresses.
    pub(crate) fn of(desk: &Desk<'_>, spec: ListSpec) -> Self {
        let t = ListWords(desk.language());
        let query = &desk.visit.query;
        let list = Self::at(&desk.visit.path, query, t, desk.at.is_some(), spec);
        Self {
            views: Views::of(desk),
            ..list
        }
    }

    fn at(path: &str, query: &Fields, t: ListWords, past: bool, spec: ListSpec) -> Self {
        let first = query.with("after", None).with("done", None);
        let filtered = spec.filters.iter().any(|filter| !filter.value.is_empty());
        let others =
            |(name, _): &(String, String)| !spec.filters.iter().any(|filter| filter.name == *name);
        let kept = Fields(
            first
                .0
                .iter()
                .filter(|field| others(field))
                .cloned()
                .collect(),
        );
        let counted = match spec.total {
            Some(total) if total > spec.rows.len() => t.counted_of(spec.rows.len(), total),
            _ => t.counted(spec.rows.len()),
        };
        Self {
            t,
            caption: spec.caption,
            path: path.to_owned(),
            cleared: kept.address(path),
            kept: kept.0,
            filtered,
            columns: spec
                .columns
                .iter()
                .map(|column| placed(*column, path, &first, &spec.order))
                .collect(),
            next: spec
                .next
                .map(|next| first.with("after", Some(&next.to_string())).address(path)),
            counted,
            // In the past nothing can be done.
            acts: if past { Vec::new() } else { spec.acts },
            reason: spec.reason,
            csv: first.with("format", Some("csv")).address(path),
            xlsx: first.with("format", Some("xlsx")).address(path),
            empty: if filtered {
                nothing_fits(t)
            } else {
                spec.empty
            },
            filters: spec.filters,
            rows: spec.rows,
            views: Views::default(),
        }
    }

    /// The class of a column's cells.
    pub(crate) fn class_of(&self, index: &usize) -> &'static str {
        match (index, self.columns.get(*index)) {
            (0, _) => "lead",
            (_, Some(column)) if column.less => "rest less",
            (1, _) => "second",
            (_, Some(column)) if column.number => "rest num",
            _ => "rest",
        }
    }

    /// What stands over a column.
    pub(crate) fn label_of(&self, index: &usize) -> &'static str {
        self.columns.get(*index).map_or("", |column| column.label)
    }
}

fn nothing_fits(t: ListWords) -> Empty {
    Empty {
        icon: Icon::Search,
        heading: t.nothing_fits().to_owned(),
        text: t.loosen().to_owned(),
        command: None,
    }
}

/// The file that was asked for, if one was.
pub(crate) fn exported(
    desk: &Desk<'_>,
    name: &str,
    columns: &[ColumnSpec],
    rows: impl FnOnce() -> Result<Vec<Row>, ServiceError>,
) -> Result<Option<axum::response::Response>, ServiceError> {
    let file = |extension: &str| format!("{name}.{extension}");
    let failed = |error: &dyn std::fmt::Display| ServiceError::Internal(error.to_string());
    Ok(match desk.visit.query.get("format") {
        Some("csv") => {
            let text = csv::write(columns, &rows()?);
            Some(respond::file(
                &file("csv"),
                "text/csv; charset=utf-8",
                text.into_bytes(),
            ))
        }
        Some("xlsx") => {
            let bytes = xlsx::write(name, columns, &rows()?).map_err(|error| failed(&error))?;
            Some(respond::file(&file("xlsx"), xlsx::KIND, bytes))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
