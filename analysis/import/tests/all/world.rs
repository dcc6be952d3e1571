//! Shorthands.

use holdpoint_import::{Component, Imported, Limits, Preview, Source, read};

pub(crate) fn source(file: &str, text: &str) -> Source {
    read(file, text.as_bytes(), &Limits::default()).unwrap()
}

/// What would be imported by the guessed mapping.
pub(crate) fn preview(source: &Source) -> Preview {
    source.preview(&source.guess().mapping).unwrap()
}

pub(crate) fn of_file(file: &str, text: &str) -> Preview {
    preview(&source(file, text))
}

pub(crate) fn component<'i>(imported: &'i Imported, name: &str) -> &'i Component {
    let names: Vec<&str> = imported
        .components
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let hit = imported.components.iter().find(|one| one.name == name);
    hit.unwrap_or_else(|| panic!("no `{name}` among {names:?}"))
}

pub(crate) fn components(preview: &Preview) -> Vec<&str> {
    preview
        .imported
        .components
        .iter()
        .map(|one| one.name.as_str())
        .collect()
}

pub(crate) fn problems(preview: &Preview) -> Vec<String> {
    preview.problems.iter().map(ToString::to_string).collect()
}

pub(crate) fn skipped(preview: &Preview) -> Vec<String> {
    let told = preview
        .skipped
        .iter()
        .map(|one| format!("{} {}: {}", one.place, one.what, one.why));
    told.collect()
}
