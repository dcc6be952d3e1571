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
    let place = folder(user);
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .arg("--pgdata")
        .arg(place.join("data"))
        .args(["--username", USER, "--auth", "trust", "--no-sync"])
        .args(["--encoding", "UTF8", "--locale", "C", "--no-instructions"]);
    run(initdb, user);
    place
}

/// The same with a copy of a running server's files, which goes on with what that one writes.
pub(crate) fn copy(programs: &Path, user: Option<(u32, u32)>, port: u16) -> PathBuf {
    let place = folder(user);
    let mut backup = Command::new(programs.join("pg_basebackup"));
    backup
        .arg("--pgdata")
        .arg(place.join("data"))
        .args(["--host", "127.0.0.1", "--username", USER, "--no-sync"])
        .args(["--port", &port.to_string()])
        .args(["--checkpoint", "fast", "--wal-method", "stream"])
        .arg("--write-recovery-conf");
    run(backup, user);
    place
}

fn run(mut command: Command, user: Option<(u32, u32)>) {
    command.current_dir("/");
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    let done = command.output().expect("PostgreSQL's programs run");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?} failed: {said}");
}

/// A new folder that `user` owns.
fn folder(user: Option<(u32, u32)>) -> PathBuf {
    let place = tempfile::Builder::new()
        .prefix("holdpoint-postgres-")
        .tempdir_in("/tmp")
        .unwrap()
        .keep();
    std::fs::set_permissions(&place, Permissions::from_mode(0o700)).unwrap();
    if let Some((user, group)) = user {
        chown(&place, Some(user), Some(group)).unwrap();
    }
    place
}
