//! The JSON Schema of the sections, from the very types that they are read into.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::model::{Part, Pipeline};
use crate::shape::Word;

/// The section `pipelines`, as part of the schema of a larger file.
#[derive(Debug)]
pub struct Pipelines;

/// The section `parts`.
#[derive(Debug)]
pub struct Parts;

macro_rules! sections {
    ($($name:ident = $item:ty;)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                generator.subschema_for::<BTreeMap<Word, $item>>()
            }

            fn inline_schema() -> bool {
                true
            }
        }
    )*};
}

sections! {
    Pipelines = Pipeline;
    Parts = Part;
}

/// A file with these sections and no others.
#[derive(JsonSchema)]
#[schemars(rename = "Pipelines of a repository")]
#[allow(dead_code, reason = "a shape, not a value")]
struct File {
    /// Ways of releases through environments, by name.
    pipelines: Option<Pipelines>,
    /// Steps that several pipelines use, by name.
    parts: Option<Parts>,
}

/// The JSON Schema (draft 2020-12) of a file with `pipelines` and `parts`.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<File>().to_value();
    schema.sort_all_objects();
    schema
}
