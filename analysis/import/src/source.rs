//! A file, or several, read into tables.

use serde::{Deserialize, Serialize};

use crate::mapping::{Guessed, Mapping, guess};
use crate::preview::Preview;
use crate::table::Table;
use crate::{ImportError, Problem, build};

/// What a file was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Separated values, of a spreadsheet or of ServiceNow.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A Backstage catalogue.
    Backstage,
    /// JSON or XML of ServiceNow.
    ServiceNow,
}

/// What was read, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub(crate) formats: Vec<Format>,
    pub(crate) tables: Vec<Table>,
    pub(crate) problems: Vec<Problem>,
}

impl Source {
    /// What the files were taken for.
    #[must_use]
    pub fn formats(&self) -> &[Format] {
        &self.formats
    }

    /// Names and headings of the tables.
    #[must_use]
    pub fn tables(&self) -> Vec<(&str, &[String])> {
        self.tables
            .iter()
            .map(|table| (table.name.as_str(), table.columns.as_slice()))
            .collect()
    }

    /// Both together, because references go across files: the groups of a CMDB are in another export than its services.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.formats.extend(other.formats);
        self.tables.extend(other.tables);
        self.problems.extend(other.problems);
        self
    }

    /// A mapping for every table, with the reason for each part of it.
    #[must_use]
    pub fn guess(&self) -> Guessed {
        guess(&self.tables)
    }

    /// What would be imported by a mapping.
    ///
    /// # Errors
    /// [`ImportError::Mapping`] when the mapping names what is not there.
    pub fn preview(&self, mapping: &Mapping) -> Result<Preview, ImportError> {
        build::build(self, mapping)
    }
}
