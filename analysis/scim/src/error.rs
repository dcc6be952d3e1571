//! What is wrong with a request, as RFC 7644, section 3.12, has it.

/// The kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimType {
    /// A filter that cannot be read, or compares what cannot be.
    InvalidFilter,
    /// The body is no such message.
    InvalidSyntax,
    /// A path that cannot be read, or leads nowhere.
    InvalidPath,
    /// A path that finds nothing to change.
    NoTarget,
    /// A value that cannot be, or is missing.
    InvalidValue,
    /// What cannot be changed.
    Mutability,
    /// What another one has.
    Uniqueness,
}

impl ScimType {
    /// As the standard has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::Mutability => "mutability",
            Self::Uniqueness => "uniqueness",
        }
    }
}

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ScimError {
    /// The kind of mistake.
    pub kind: ScimType,
    /// In a line, with the input in backticks.
    pub detail: String,
}

impl ScimError {
    /// A mistake of that kind.
    pub fn new(kind: ScimType, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }

    pub(crate) fn value(detail: impl Into<String>) -> Self {
        Self::new(ScimType::InvalidValue, detail)
    }

    pub(crate) fn syntax(detail: impl Into<String>) -> Self {
        Self::new(ScimType::InvalidSyntax, detail)
    }
}
