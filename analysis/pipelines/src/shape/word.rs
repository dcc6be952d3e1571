//! Names, which know where they stand.

use std::borrow::Cow;
use std::cmp::Ordering;

use holdpoint_findings::{Span, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::{Reader, Shape};
use crate::mistakes::VALUE;

/// What can be the key of a map.
pub(crate) trait Key: Ord + Sized {
    /// What such keys are.
    const CALLED: &'static str;

    /// Reads it from a key.
    fn of_key(reader: &mut Reader<'_>, key: &str, span: Span) -> Option<Self>;
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident, $called:literal, $expected:literal, $pattern:literal, $sound:path;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            text: Box<str>,
            span: Span,
        }

        impl $name {
            /// As it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// Where it stands in the file.
            #[must_use]
            pub fn span(&self) -> Span {
                self.span
            }

            /// One that stands in no file, or at another's place; nothing if it is not one.
            #[must_use]
            pub fn new(text: &str, span: Span) -> Option<Self> {
                $sound(text).then(|| Self { text: text.into(), span })
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.text.cmp(&other.text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl Shape for $name {
            fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
                let found = value.written().and_then(|text| Self::new(text, value.span()));
                found.or_else(|| reader.expected(value, $expected))
            }
        }

        impl Key for $name {
            const CALLED: &'static str = $called;

            fn of_key(reader: &mut Reader<'_>, key: &str, span: Span) -> Option<Self> {
                let found = Self::new(key, span);
                if found.is_none() {
                    let shown: String = key.chars().take(80).collect();
                    reader.wrong(&VALUE, span, &[("value", &shown), ("expected", $expected)]);
                }
                found
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                concat!("Pipeline", stringify!($name)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": $pattern})
            }
        }
    )*};
}

words! {
    /// A name that people choose: small letters, digits, `.`, `_` and `-`, at most 80.
    Word, "name", "a name of small letters, digits and hyphens, such as `unit-tests`",
        "^[a-z0-9][a-z0-9._-]{0,79}$", is_word;
    /// The name of an input or of an axis of a matrix: a letter, then letters, digits and hyphens, at most 40.
    Axis, "name", "a name that begins with a small letter, of letters, digits and hyphens, such as `target`",
        "^[a-z][a-z0-9-]{0,39}$", is_axis;
    /// The name of an environment variable.
    Variable, "environment variable", "the name of a variable, such as `RUST_LOG`",
        "^[A-Za-z_][A-Za-z0-9_]{0,99}$", is_variable;
    /// A label or header: anything without blanks at its ends.
    Label, "name", "a word, such as `linux`", "^[!-~]{1,100}$", is_label;
}

fn is_word(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    let first = text.as_bytes().first();
    first.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && text.len() <= 80
        && text.bytes().all(inner)
}

fn is_axis(text: &str) -> bool {
    let first = text.as_bytes().first();
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    first.is_some_and(u8::is_ascii_lowercase) && text.len() <= 40 && text.bytes().all(inner)
}

fn is_variable(text: &str) -> bool {
    let first = text.as_bytes().first();
    let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    first.is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && text.len() <= 100
        && text.bytes().all(inner)
}

fn is_label(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}
