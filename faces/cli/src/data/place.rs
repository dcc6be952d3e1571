//! Where the data directory is, and making one.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::error::Failure;

/// What a data directory is called unless somebody says otherwise.
const NAME: &str = ".holdpoint";

/// The file that makes a directory a data directory.
const LEDGER: &str = "ledger.sqlite";

/// The file that does, if the ledger is in a database: it says which, without the password.
pub(super) const DATABASE: &str = "ledger.database";

/// Files in it that everybody may read.
const PUBLIC: &[&str] = &["ledger.vkey", ".gitignore"];

/// The data directory of the place that one works in: beside the nearest `holdpoint.yaml`, at the top of the
/// repository, or here.
pub(crate) fn default_directory() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let top = |marks: &[&str]| {
        let mut up = here.ancestors();
        up.find(|place| marks.iter().any(|mark| place.join(mark).exists()))
    };
    let place = top(&[NAME, "holdpoint.yaml"]).or_else(|| top(&[".git"]));
    place.unwrap_or(&here).join(NAME)
}

/// That there is no data directory there.
pub(crate) fn missing(place: &Path) -> Failure {
    let message = format!("there is no data directory `{}`", place.display());
    Failure::input("data-missing", message)
        .help("`holdpoint apply` makes one from a `holdpoint.yaml`; `--data DIR` or `--server URL` name another place")
}

/// Whether it has a ledger of its own.
pub(super) fn has_ledger(place: &Path) -> bool {
    place.join(LEDGER).exists()
}

/// Whether there is a data directory, with however little in it.
pub(crate) fn exists(place: &Path) -> Result<bool, Failure> {
    let there = |name| place.join(name).try_exists();
    let exists = there(LEDGER).and_then(|own| Ok(own || there(DATABASE)?));
    exists.map_err(|error| {
        let message = format!("the data directory `{}` cannot be opened", place.display());
        Failure::failed("data", message)
            .because(&error)
            .help("`holdpoint serve`, run by its owner, lets the users of this machine talk to it")
    })
}

/// Lets every user of this machine get to the socket in the directory, and to nothing else in it.
pub(crate) fn share(place: &Path) -> Result<(), Failure> {
    let wrong = |error: std::io::Error| Failure::file("share", place, &error);
    for entry in std::fs::read_dir(place).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let kind = entry.file_type().map_err(wrong)?;
        let mode = match () {
            // Through the agent's folder steps of other users get to what is theirs.
            () if entry.file_name() == "agent" => 0o711,
            () if kind.is_dir() => 0o700,
            () if kind.is_file() && !PUBLIC.iter().any(|name| entry.file_name() == *name) => 0o600,
            () => continue,
        };
        std::fs::set_permissions(entry.path(), Permissions::from_mode(mode)).map_err(wrong)?;
    }
    std::fs::set_permissions(place, Permissions::from_mode(0o711)).map_err(wrong)
}

/// Keeps what is in it out of the repository around it.
pub(super) fn prepare(place: &Path) -> Result<(), Failure> {
    let path = place.join(".gitignore");
    if path.exists() {
        return Ok(());
    }
    std::fs::write(&path, "*\n").map_err(|error| Failure::file("write", &path, &error))
}
