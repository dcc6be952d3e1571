//! The JSON Schema of the sections, from the very types that they are read into.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

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
                let known: BTreeSet<String> = generator.definitions().keys().cloned().collect();
                let schema = generator.subschema_for::<BTreeMap<Word, $item>>();
                let definitions = generator.definitions_mut().iter_mut();
                definitions.filter(|(name, _)| !known.contains(*name)).for_each(|(_, one)| loosen(one));
                schema
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

/// A single value stands for a list of one, unless the list has a least length: then its length says something.
fn loosen(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(loosen),
        Value::Object(fields) => {
            fields.values_mut().for_each(loosen);
            let nullable = fields
                .get("type")
                .and_then(Value::as_array)
                .is_some_and(|types| types.contains(&json!("array")));
            let list = nullable || fields.get("type") == Some(&json!("array"));
            let Some(items) = fields
                .get("items")
                .cloned()
                .filter(|_| list && !fields.contains_key("minItems"))
            else {
                return;
            };
            fields.remove("type");
            fields.remove("items");
            let mut ways = vec![items.clone(), json!({"type": "array", "items": items})];
            ways.extend(nullable.then(|| json!({"type": "null"})));
            fields.insert("anyOf".to_owned(), Value::Array(ways));
        }
        _ => {}
    }
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
