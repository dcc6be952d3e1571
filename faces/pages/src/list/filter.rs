//! Filters: fields of the address.

use crate::frame::Choice;
use crate::visit::Fields;

/// A filter in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) kind: FilterKind,
}

/// How a filter is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FilterKind {
    /// With words.
    Text,
    /// With one of these.
    Choice(Vec<Choice>),
}

impl Filter {
    /// Words that must occur.
    pub(crate) fn text(query: &Fields, name: &'static str, label: &'static str) -> Self {
        let value = query.get(name).unwrap_or_default().to_owned();
        Self {
            name,
            label,
            value,
            kind: FilterKind::Text,
        }
    }

    /// One of a few values.
    pub(crate) fn choice(
        query: &Fields,
        name: &'static str,
        label: &'static str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let value = query.get(name).unwrap_or_default().to_owned();
        let option = |(option, label)| Choice {
            chosen: option == value,
            value: option,
            label,
        };
        let kind = FilterKind::Choice(options.into_iter().map(option).collect());
        Self {
            name,
            label,
            value,
            kind,
        }
    }
}
