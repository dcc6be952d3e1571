//! A data directory as `initdb` makes it.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The user that has all rights in the databases.
pub(crate) const USER: &str = "holdpoint";

/// A new folder with a data directory in it; `user` owns both.
pub(crate) fn make(programs: &Path, user: Option<(u32, u32)>) -> PathBuf {
    let place = tempfile::Builder::new()
        .prefix("holdpoint-postgres-")
        .tempdir_in("/tmp")
        .unwrap()
        .keep();
    std::fs::set_permissions(&place, Permissions::from_mode(0o700)).unwrap();
    if let Some((user, group)) = user {
        chown(&place, Some(user), Some(group)).unwrap();
    }
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .arg("--pgdata")
        .arg(place.join("data"))
        .args(["--username", USER, "--auth", "trust", "--no-sync"])
        .args(["--encoding", "UTF8", "--locale", "C", "--no-instructions"])
        .current_dir("/");
    if let Some((user, group)) = user {
        initdb.uid(user).gid(group);
    }
    let made = initdb.output().expect("`initdb` runs");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "`initdb` failed: {said}");
    place
}
