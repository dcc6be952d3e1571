//! Rust crates: the `Cargo.toml` that `cargo package` writes, in its normal form.

use crate::artifact::Identity;

/// `app-1.0.0/Cargo.toml`
pub(crate) fn is_manifest(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(_, file)| file == "Cargo.toml")
}

/// `cargo package` writes one key a line with plain strings, so that two lines are all that is needed.
pub(crate) fn identity(text: &str) -> Result<Identity, String> {
    let package = text
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[package]")
        .skip(1);
    let lines: Vec<&str> = package.take_while(|line| !line.starts_with('[')).collect();
    let value = |key: &str| {
        let pairs = lines.iter().filter_map(|line| line.split_once('='));
        let found = pairs
            .into_iter()
            .find(|(name, _)| name.trim() == key)
            .map(|(_, value)| value.trim());
        found.and_then(|value| value.strip_prefix('"')?.strip_suffix('"'))
    };
    let name = value("name").ok_or("its Cargo.toml names no package")?;
    Ok(Identity::new(None, Some(name), value("version")))
}
