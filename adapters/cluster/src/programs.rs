//! Where the programs of PostgreSQL are, and as whom they run.

use std::path::PathBuf;
use std::process::Command;

/// Where Debian has them, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `postgres` and `psql`: of the newest version that Debian has, else on the path.
pub(crate) fn folder() -> PathBuf {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let numbered = versions.filter_map(|entry| {
        let number: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((number, entry.path().join("bin")))
    });
    let newest = numbered
        .filter(|(_, place)| place.join("initdb").exists())
        .max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = || std::env::split_paths(&path).find(|place| place.join("initdb").exists());
    newest
        .map(|(_, place)| place)
        .or_else(on_path)
        .expect("PostgreSQL is not installed: `apt-get install postgresql`")
}

/// The user and group that PostgreSQL runs as: it refuses to run as root. None for anybody else, who runs it as
/// themselves.
pub(crate) fn runs_as() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let number = |what: &str| {
        let said = Command::new("id").args([what, "postgres"]).output();
        let text = String::from_utf8(said.expect("`id` runs").stdout).unwrap();
        text.trim()
            .parse()
            .expect("there is a user `postgres` to run PostgreSQL as")
    };
    Some((number("-u"), number("-g")))
}
