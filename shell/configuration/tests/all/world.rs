//! Files to read, and policies that exist.

use holdpoint_configuration::{Configuration, Diagnostics, Source};

/// Reads a file whose policies all exist.
pub(crate) fn read(text: &str) -> Result<Configuration, Diagnostics> {
    Configuration::parse(Source::new("holdpoint.yaml", text), &|path| {
        Ok(format!("package {path}").into_bytes())
    })
}

/// The codes of what is wrong, in the order of the file.
pub(crate) fn codes(text: &str) -> Vec<String> {
    match read(text) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(|one| one.code.clone()).collect(),
    }
}

/// A file of the folder `tests`.
pub(crate) fn file(name: &str) -> String {
    let path = format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}
