//! JSON of ServiceNow.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{record, table_of_file};
use crate::ImportError;
use crate::read::Read;
use crate::table::{Cell, Table, Value};

pub(in crate::read) fn json(file: &str, text: &str) -> Result<Read, ImportError> {
    let malformed = |why: String| ImportError::Malformed {
        file: file.to_owned(),
        format: "JSON",
        why,
    };
    let value: Json = serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?;
    let records = match &value {
        Json::Array(records) => records,
        Json::Object(object) => {
            let list = ["records", "result"]
                .iter()
                .find_map(|key| object.get(*key)?.as_array());
            list.ok_or_else(|| malformed("it has neither `records` nor `result`".to_owned()))?
        }
        _ => return Err(malformed("it is no list of records".to_owned())),
    };
    let named = table_of_file(file);
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut read = Read::default();
    for (number, one) in (1_u32..).zip(records) {
        let Json::Object(one) = one else {
            read.problem(file, number, "it is no record");
            continue;
        };
        let name = match record(&named) {
            Some(_) => named.clone(),
            None => class(one).unwrap_or_else(|| named.clone()),
        };
        let full = if name == named {
            file.to_owned()
        } else {
            format!("{file} / {name}")
        };
        let table = tables
            .entry(name.clone())
            .or_insert_with(|| Table::new(&full, record(&name), Vec::new()));
        // By name, in whatever order the map keeps them.
        let fields: BTreeMap<_, _> = one.iter().collect();
        let fields = fields
            .into_iter()
            .map(|(field, value)| (field.clone(), cell(value)));
        table.push(number, fields);
    }
    read.tables = tables.into_values().collect();
    Ok(read)
}

/// The table that a record says it is from.
fn class(one: &Map<String, Json>) -> Option<String> {
    let class = one.get("sys_class_name")?;
    let class = class.get("value").unwrap_or(class).as_str()?;
    record(class).map(|_| class.to_owned())
}

/// A text, or a reference as `{display_value, value}` or `{link, value}`.
fn cell(value: &Json) -> Cell {
    let text = |value: &Json| match value {
        Json::String(text) => text.trim().to_owned(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let value = match value {
        Json::Object(reference) => {
            let id = reference.get("value").map(text).unwrap_or_default();
            let shown = reference
                .get("display_value")
                .map_or_else(|| id.clone(), text);
            Value::reference(shown, id)
        }
        plain => Value::text(text(plain)),
    };
    if value.text.is_empty() {
        Cell::new()
    } else {
        vec![value]
    }
}
