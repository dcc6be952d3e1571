//! Values of expressions.

use serde::{Serialize, Serializer};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// Text.
    Text(Box<str>),
    /// A whole number from -2^53 to 2^53.
    Number(i64),
    /// A truth value.
    Truth(bool),
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A truth value.
    Truth,
    /// How a step ended; only compared with the words for it.
    Outcome,
}

impl Type {
    /// For people, with its article.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Truth => "a truth value",
            Self::Outcome => "an outcome",
        }
    }
}

/// The largest number whose neighbours all programs tell apart.
const LARGEST: i64 = 1 << 53;

impl Datum {
    /// Its type.
    #[must_use]
    pub fn kind(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Number(_) => Type::Number,
            Self::Truth(_) => Type::Truth,
        }
    }

    /// A number, if it is a whole one that is not too large.
    #[must_use]
    pub fn number(text: &str) -> Option<Self> {
        let plain = text.strip_prefix('-').unwrap_or(text);
        let sound = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
        let number: i64 = text.parse().ok().filter(|_| sound)?;
        ((-LARGEST..=LARGEST).contains(&number)).then_some(Self::Number(number))
    }
}

impl std::fmt::Display for Datum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Truth(truth) => write!(f, "{truth}"),
        }
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}
