//! Why a document cannot be used.

use crate::place::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The stable code of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The document is larger than what is read.
    TooLarge,
    /// The document nests deeper, or has more parts, than what is read.
    TooComplex,
    /// The bytes are not UTF-8.
    Encoding,
    /// The document is of no known format.
    Format,
    /// The document is not well-formed JSON, XML or tag-value.
    Syntax,
    /// The document is well-formed, but not what its format asks for.
    Content,
    /// The document asks for what no document may: a document type declaration, an entity.
    Forbidden,
    /// A signature by a known key does not fit the payload.
    Signature,
}

/// What is wrong with a document, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// The stable code.
    pub code: ErrorCode,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where, when it is at one place.
    pub place: Option<Place>,
}

impl ReadError {
    pub(crate) fn new(
        code: ErrorCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            place: None,
        }
    }

    pub(crate) fn content(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(ErrorCode::Content, message, help)
    }

    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// An error of the JSON reader, which knows the place.
    pub(crate) fn json(error: &serde_json::Error, what: &str) -> Self {
        let full = error.to_string();
        // The place is told apart from the message.
        let message = full
            .rsplit_once(" at line ")
            .map_or(full.as_str(), |(message, _)| message);
        let (code, help) = match error.classify() {
            serde_json::error::Category::Data => (
                ErrorCode::Content,
                format!("compare it with the format of {what}"),
            ),
            _ if message.contains("recursion limit") => (
                ErrorCode::TooComplex,
                "at most 128 levels are read".to_owned(),
            ),
            _ if message.contains("trailing characters") => {
                (ErrorCode::Syntax, "give one document at a time".to_owned())
            }
            _ => (
                ErrorCode::Syntax,
                "write it again with the tool that made it".to_owned(),
            ),
        };
        let read = Self::new(code, format!("this is no {what}: {message}"), help);
        match (error.line(), error.column()) {
            (0, _) => read,
            (line, column) => read.at(Place {
                line,
                column: column.max(1),
            }),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(out, "{place}: {}", self.message),
            None => out.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}
