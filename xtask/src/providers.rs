//! An identity provider for the tests, in a place of its own under `target/`.

use anyhow::{Context, Result};

use crate::shell;

/// A certified OpenID Connect provider, to be run by a test.
const PROVIDER: (&str, &str) = ("oidc-provider", "9.13.3");

/// Installs what is missing, or there in another version.
pub fn install() -> Result<()> {
    let place = shell::root().join("target/providers");
    std::fs::create_dir_all(&place)?;
    let noted = place.join("installed");
    let wanted = format!("{PROVIDER:?}");
    if std::fs::read_to_string(&noted).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let (package, version) = PROVIDER;
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
