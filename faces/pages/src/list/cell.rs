//! Cells: what stands in a list, and what of it gets into a file.

use crate::mark::Mark;
use crate::when::When;

/// A word that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) text: String,
    pub(crate) to: String,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(dead_code, reason = "pages take those that they need")]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A name or digest, in type of one width.
    Mono(String),
    /// A number.
    Number(u64),
    /// What the row is about.
    Title {
        text: String,
        to: String,
        sub: String,
    },
    /// Where it stands.
    Mark(Mark),
    /// When.
    Time(When),
    /// Who.
    Person(String),
    /// Several things.
    Tags(Vec<Tag>),
    /// Something to be done with this one alone.
    Act {
        label: &'static str,
        value: String,
        /// What it is done to, for who hears the page.
        what: String,
    },
}

/// What of a cell gets into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plain {
    Text(String),
    Number(u64),
}

impl Cell {
    /// Whether a phone, which has no heads of columns, says what it is. A button says so itself.
    pub(crate) fn labelled(&self) -> bool {
        !matches!(self, Self::Act { .. })
    }

    pub(super) fn plain(&self) -> Plain {
        Plain::Text(match self {
            Self::Number(number) => return Plain::Number(*number),
            Self::Empty | Self::Act { .. } => String::new(),
            Self::Text(text) | Self::Mono(text) | Self::Person(text) => text.clone(),
            Self::Title { text, .. } => text.clone(),
            Self::Mark(mark) => mark.word.clone(),
            Self::Time(when) => when.machine.clone(),
            Self::Tags(tags) => tags
                .iter()
                .map(|tag| tag.text.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}
