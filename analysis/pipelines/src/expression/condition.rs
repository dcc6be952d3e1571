//! Conditions, as a file has them.

use std::borrow::Cow;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::fault::Origin;
use super::node::Node;
use super::parse::parse;
use crate::shape::{Reader, Shape};

/// A condition, such as `branch == 'main' and not failed`.
#[derive(Debug, Clone)]
pub struct Condition {
    text: String,
    pub(crate) node: Node,
    pub(crate) origin: Origin,
}

impl Condition {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Condition {}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Shape for Condition {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let Some(text) = value.written() else {
            return reader.expected(value, "a condition, such as `branch == 'main'`");
        };
        let origin = Origin::of(reader.source().text(), value.span(), text);
        match parse(text) {
            Ok(node) => Some(Self {
                text: text.to_owned(),
                node,
                origin,
            }),
            Err(fault) => {
                reader.report(fault.finding(reader, origin));
                None
            }
        }
    }
}

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "PipelineCondition".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "boolean"], "description": "A condition, such as `branch == 'main' and not failed`."})
    }
}
