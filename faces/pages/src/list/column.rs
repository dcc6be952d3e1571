//! Columns, and the order that they are put in.

use crate::visit::Fields;

/// What a column is, before addresses are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColumnSpec {
    /// In the address, and over the column of a file.
    pub(crate) key: &'static str,
    /// Over the column.
    pub(crate) label: &'static str,
    /// Whether rows can be put in its order.
    pub(crate) sortable: bool,
    /// Whether it holds numbers.
    pub(crate) number: bool,
    /// Whether a phone leaves it out.
    pub(crate) less: bool,
}

#[allow(dead_code, reason = "pages take what they need")]
impl ColumnSpec {
    /// A plain column.
    pub(crate) fn new(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            sortable: false,
            number: false,
            less: false,
        }
    }

    pub(crate) fn sortable(self) -> Self {
        Self {
            sortable: true,
            ..self
        }
    }

    pub(crate) fn number(self) -> Self {
        Self {
            number: true,
            ..self
        }
    }

    pub(crate) fn less(self) -> Self {
        Self { less: true, ..self }
    }
}

/// A column as it is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) label: &'static str,
    pub(crate) key: &'static str,
    pub(crate) number: bool,
    pub(crate) less: bool,
    /// Where a click on its head leads.
    pub(crate) sort: Option<String>,
    /// `ascending` or `descending`, if rows are in its order.
    pub(crate) order: Option<&'static str>,
}

/// In which order rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: String,
    pub(crate) descending: bool,
}

impl Order {
    /// What the address says: `sort=created` or `sort=-created`.
    pub(crate) fn of(query: &Fields, otherwise: &str) -> Self {
        let text = query.get("sort").unwrap_or(otherwise);
        match text.strip_prefix('-') {
            Some(by) => Self {
                by: by.to_owned(),
                descending: true,
            },
            None => Self {
                by: text.to_owned(),
                descending: false,
            },
        }
    }
}

pub(super) fn placed(column: ColumnSpec, path: &str, query: &Fields, order: &Order) -> Column {
    let here = order.by == column.key;
    let turned = match here && !order.descending {
        true => format!("-{}", column.key),
        false => column.key.to_owned(),
    };
    Column {
        label: column.label,
        key: column.key,
        number: column.number,
        less: column.less,
        sort: column
            .sortable
            .then(|| query.with("sort", Some(&turned)).address(path)),
        order: here.then_some(if order.descending {
            "descending"
        } else {
            "ascending"
        }),
    }
}
