//! Where the data directory is, and making one.

use std::path::{Path, PathBuf};

use crate::error::Failure;

/// What a data directory is called unless somebody says otherwise.
const NAME: &str = ".holdpoint";

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

/// Keeps what is in it out of the repository around it.
pub(super) fn prepare(place: &Path) -> Result<(), Failure> {
    let path = place.join(".gitignore");
    if path.exists() {
        return Ok(());
    }
    std::fs::write(&path, "*\n").map_err(|error| Failure::file("write", &path, &error))
}
