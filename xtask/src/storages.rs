//! Object storages for the tests, in a place of their own under `target/`.

use anyhow::{Context, Result};

use crate::shell;

/// A gateway that speaks as S3 does, and checks signatures and conditions.
const S3: (&str, &str) = ("github.com/versity/versitygw/cmd/versitygw", "v1.8.0");
/// Microsoft's emulator of Azure's storage; newer ones want a newer Node.js than Debian has.
const AZURE: (&str, &str) = ("azurite", "3.35.0");

/// Installs what is missing, or there in another version.
pub fn install() -> Result<()> {
    let place = shell::root().join("target/storages");
    std::fs::create_dir_all(&place)?;
    let noted = place.join("installed");
    let wanted = format!("{S3:?} {AZURE:?}");
    if std::fs::read_to_string(&noted).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let (module, version) = S3;
    let mut go = shell::command("go", &["install", &format!("{module}@{version}")]);
    shell::status(go.env("GOBIN", place.join("bin")).env("CGO_ENABLED", "0"))
        .context("the tests need Go, and its modules")?;
    let (package, version) = AZURE;
    let prefix = place.to_string_lossy().into_owned();
    let line = [
        "install",
        "--prefix",
        &prefix,
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        &format!("{package}@{version}"),
    ];
    shell::run("npm", &line).context("the tests need `npm`, and its registry")?;
    std::fs::write(noted, wanted)?;
    Ok(())
}
