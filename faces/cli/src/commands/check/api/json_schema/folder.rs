//! All schemas of a folder, each by its path in it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::{Document, Source, Value};
use holdpoint_jsonschema::Schema;

use super::super::super::place::Place;
use super::read_in;
use crate::error::Failure;

/// Schemas by their paths below the folder.
pub(super) struct Folder {
    pub(super) schemas: BTreeMap<String, Schema>,
}

/// Where the schemas of a folder are, by what they call themselves.
pub(super) type Ids = HashMap<String, Place>;

/// A file that is a schema.
struct Entry {
    place: Place,
    source: Arc<Source>,
}

impl Folder {
    /// Reads all of them, each with the files that it refers to: by path, or by what they call themselves.
    pub(super) fn read(folder: &Place) -> Result<Self, Failure> {
        let entries = entries(folder)?;
        if entries.is_empty() {
            let message = format!("there is no JSON Schema in `{}`", folder.name());
            let help = "call schemas `NAME.schema.json`, or have them say `$schema`";
            return Err(Failure::input("json-schema-empty", message).help(help));
        }
        let ids: Ids = { entries.iter() }
            .filter_map(|entry| Some((id(&entry.source)?, entry.place.clone())))
            .collect();
        let mut schemas = BTreeMap::new();
        for entry in entries {
            let path = below(folder, &entry.place);
            let schema = read_in(&entry.place, &entry.source, &ids)?;
            schemas.insert(path, schema);
        }
        Ok(Self { schemas })
    }

    /// All their texts, each once.
    pub(super) fn sources(&self) -> Vec<Arc<Source>> {
        let each = self.schemas.values().flat_map(Schema::sources);
        let named: BTreeMap<_, _> = each
            .map(|source| (source.name(), Arc::clone(source)))
            .collect();
        named.into_values().collect()
    }
}

/// Whether there are schemas in a folder.
pub(in super::super) fn holds_schemas(folder: &Place) -> bool {
    entries(folder).is_ok_and(|found| !found.is_empty())
}

/// Files that are called schemas, or that say of which draft they are. What they refer to besides is found from there.
fn entries(folder: &Place) -> Result<Vec<Entry>, Failure> {
    let mut found = Vec::new();
    for place in folder.walk(&[], may_be)? {
        let source = place.source()?;
        if is_called(place.path()) || drafted(&source) {
            found.push(Entry { place, source });
        }
    }
    Ok(found)
}

fn may_be(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("json" | "yaml" | "yml"))
}

fn is_called(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let ends = [".schema.json", ".schema.yaml", ".schema.yml"];
    name.is_some_and(|name| ends.iter().any(|end| name.ends_with(end)))
}

/// Whether it says of which draft it is; a file that cannot be read is none.
fn drafted(source: &Arc<Source>) -> bool {
    let text = source.text();
    if !text.contains("$schema") || !text.contains("json-schema.org") {
        return false;
    }
    let document = Document::read(source);
    document.is_ok_and(|document| {
        let draft = document.root().get("$schema").and_then(Value::text);
        draft.is_some_and(|draft| draft.contains("json-schema.org"))
    })
}

/// What a schema calls itself.
fn id(source: &Arc<Source>) -> Option<String> {
    let document = Document::read(source).ok()?;
    let root = document.root();
    let id = root.get("$id").or_else(|| root.get("id"))?.text()?;
    Some(id.trim_end_matches('#').to_owned())
}

fn below(folder: &Place, file: &Place) -> String {
    let (top, path) = (folder.path(), file.path());
    let path = path.strip_prefix(top).unwrap_or(path);
    let parts: Vec<_> = { path.components() }
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
