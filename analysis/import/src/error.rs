//! Why a file cannot be imported at all. Mistakes within it are problems, not errors.

/// What goes wrong before a preview can be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The content fits no format.
    #[error(
        "`{file}` is none of the formats that can be imported: CSV, XLSX, a Backstage catalogue (YAML or JSON), a ServiceNow export (CSV, JSON or XML)"
    )]
    UnknownFormat {
        /// The file.
        file: String,
    },
    /// More than the limits allow.
    #[error("`{file}` has more than {limit} {what}")]
    TooLarge {
        /// The file.
        file: String,
        /// Of what there is too much.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The content breaks its own format.
    #[error("`{file}` cannot be read as {format}: {why}")]
    Malformed {
        /// The file, with line and column where they are known.
        file: String,
        /// Which format.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A mapping for something that is not in the source.
    #[error("the mapping names {what} `{name}`, which is not in the source{hint}")]
    Mapping {
        /// A table or a column.
        what: &'static str,
        /// Its name.
        name: String,
        /// Empty, or the nearest name there is.
        hint: String,
    },
    /// A mapping that cannot be read.
    #[error("the mapping cannot be read: {0}")]
    MappingSyntax(String),
}
