//! Which table and column is what. People can print it, change it, and give it back.

mod field;
mod guess;
mod synonyms;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ImportError;
pub use field::{Field, RecordKind};
pub(crate) use guess::guess;
pub use guess::{Guess, Guessed};

/// What the records of a table are and where their fields stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableMapping {
    /// The table.
    pub table: String,
    /// What its records are; `skip` leaves it out.
    pub record: RecordKind,
    /// Headings of columns by field.
    #[serde(default)]
    pub fields: BTreeMap<Field, String>,
}

/// A mapping for every table; those that it does not name are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// In the order of the source.
    pub tables: Vec<TableMapping>,
}

impl Mapping {
    /// As YAML, to be edited.
    ///
    /// # Errors
    /// [`ImportError::MappingSyntax`], which does not happen for a mapping that was guessed.
    pub fn to_yaml(&self) -> Result<String, ImportError> {
        serde_saphyr::to_string(self).map_err(|error| ImportError::MappingSyntax(error.to_string()))
    }

    /// From YAML or JSON.
    ///
    /// # Errors
    /// [`ImportError::MappingSyntax`] with the place of the mistake.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        serde_saphyr::from_str(text)
            .map_err(|error| ImportError::MappingSyntax(error.without_snippet().to_string()))
    }
}
