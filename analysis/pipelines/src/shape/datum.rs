//! Fixed values and digests.

use std::borrow::Cow;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::{Reader, Shape};
use crate::expression::Datum;

/// Text, a whole number or a truth value. A number with a point is text as it is written, so that `1.20` stays that.
impl Shape for Datum {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        if let Some(truth) = value.bool() {
            return Some(Self::Truth(truth));
        }
        let number = value.number().and_then(|number| Self::number(number.text));
        let text = || value.written().map(|text| Self::Text(text.into()));
        let found = number.or_else(text);
        found.or_else(|| reader.expected(value, "text, a number or a truth value"))
    }
}

impl JsonSchema for Datum {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PipelineValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}

/// What a file is recognised by: `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Shape for Digest {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let text = value.text().unwrap_or_default();
        let digits = text.strip_prefix("sha256:").unwrap_or_default();
        let sound = digits.len() == 64
            && digits
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match sound {
            true => Some(Self(text.to_owned())),
            false => reader.expected(value, "a digest: `sha256:` and 64 hexadecimal digits"),
        }
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "PipelineDigest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"})
    }
}
