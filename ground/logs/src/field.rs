//! What a field can have.

use std::fmt;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field<'a> {
    /// Text; in a line for people without what would break it.
    Text(&'a str),
    /// A whole number.
    Number(u64),
    /// A number with a fraction, such as milliseconds.
    Fraction(f64),
}

impl<'a> From<&'a str> for Field<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Field<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u16> for Field<'_> {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<i32> for Field<'_> {
    fn from(number: i32) -> Self {
        Self::Number(u64::try_from(number).unwrap_or_default())
    }
}

impl From<f64> for Field<'_> {
    fn from(number: f64) -> Self {
        Self::Fraction(number)
    }
}

impl From<Field<'_>> for serde_json::Value {
    fn from(field: Field<'_>) -> Self {
        match field {
            Field::Text(text) => text.into(),
            Field::Number(number) => number.into(),
            Field::Fraction(number) => number.into(),
        }
    }
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if text.contains([' ', '"', '=']) => write!(f, "{text:?}"),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Fraction(number) => write!(f, "{number}"),
        }
    }
}
