//! The dependencies, as `Cargo.lock` names them.

use anyhow::{Context, Result};
use semver::Version;

use crate::shell;

/// A dependency that comes from a registry.
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
}

/// All of them.
pub fn packages() -> Result<Vec<Package>> {
    let text = std::fs::read_to_string(shell::root().join("Cargo.lock"))?;
    let lock: toml::Table = text.parse().context("Cargo.lock is no TOML")?;
    let listed = lock.get("package").and_then(|packages| packages.as_array());
    let packages = listed.context("Cargo.lock lists no packages")?.iter();
    packages
        .filter(|package| package.get("source").is_some())
        .map(read)
        .collect()
}

fn read(package: &toml::Value) -> Result<Package> {
    let field = |name| {
        let value = package.get(name).and_then(toml::Value::as_str);
        value.with_context(|| format!("a package in Cargo.lock has no {name}"))
    };
    Ok(Package {
        name: field("name")?.to_owned(),
        version: Version::parse(field("version")?)?,
    })
}
