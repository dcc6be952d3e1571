//! Reading what is allowed.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use holdpoint_executor::placed;

use super::Allowed;

/// What is wrong with a file that says what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` cannot be used: {why}")]
pub struct AllowMistake {
    /// The file.
    pub path: String,
    /// Why: with line and column where there is one.
    pub why: String,
}

pub(super) fn read(path: &Path) -> Result<Allowed, AllowMistake> {
    let wrong = |why: String| AllowMistake {
        path: path.display().to_string(),
        why,
    };
    let about = fs::metadata(path).map_err(|error| wrong(error.to_string()))?;
    owned(about.uid(), about.mode()).map_err(wrong)?;
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let read: Allowed = toml::from_str(&text).map_err(|error| wrong(placed(&text, &error)))?;
    Ok(Allowed {
        path: path.to_owned(),
        ..read
    })
}

/// Whoever takes the agent must not be able to allow more.
fn owned(owner: u32, mode: u32) -> Result<(), String> {
    if mode & 0o022 != 0 {
        return Err("others than its owner can write it: `chmod go-w` it".to_owned());
    }
    let own = rustix::process::geteuid().as_raw();
    match own != 0 && owner == own {
        true => Err("it belongs to the user of the agent itself: it has to be the administrator's, `chown root` it".to_owned()),
        false => Ok(()),
    }
}
