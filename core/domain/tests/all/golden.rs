//! Files that are checked in, and must stay as they are: `UPDATE=1` writes them anew.

use std::path::PathBuf;

pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// That a file says the same as `text`.
pub fn same(name: &str, text: &str) {
    same_at(&path(name), text);
}

pub fn same_at(path: &std::path::Path, text: &str) {
    if updating() {
        write(path, text);
    }
    compare(path, text);
}

pub fn write(path: &std::path::Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// That a file says the same as `text`, which it is not written anew from.
pub fn compare(path: &std::path::Path, text: &str) {
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let line = kept
        .lines()
        .zip(text.lines())
        .position(|(old, new)| old != new);
    assert!(
        kept == text,
        "{} is otherwise from line {:?} on; `cargo xtask update` writes it anew",
        path.display(),
        line.map(|line| line + 1)
    );
}
