//! Tests of the vault, through its port.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod conforms;
mod credentials;
mod erasure;
mod keeping;
mod opening;
mod personal;
mod postgres;
mod sessions;

use holdpoint_ports::Profile;
use holdpoint_vault::SqliteVault;
use tempfile::TempDir;

/// An empty vault, in a directory that goes with it.
fn vault() -> (TempDir, SqliteVault) {
    let room = tempfile::tempdir().unwrap();
    let vault = SqliteVault::open(room.path().join("vault")).unwrap();
    (room, vault)
}

fn profile(handle: &str) -> Profile {
    Profile {
        handle: handle.to_owned(),
        name: format!("{handle} Zzyzxperson"),
        mail: Some(format!("{handle}@zzyzx.example")),
    }
}
