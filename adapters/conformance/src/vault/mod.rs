//! What every vault must do; each function gets an empty one.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, for other crates to run"
)]

pub mod credentials;
pub mod elsewhere;
pub mod erasure;
pub mod people;
pub mod personal;
pub mod sessions;

use holdpoint_ports::{PersonalStore, Profile, Sessions, Vault};

/// A vault with everything that one keeps.
pub trait AnyVault: Vault + Sessions + PersonalStore {}

impl<V: Vault + Sessions + PersonalStore> AnyVault for V {}

fn profile(handle: &str) -> Profile {
    Profile {
        handle: handle.to_owned(),
        name: format!("{handle} Zzyzxperson"),
        mail: Some(format!("{handle}@zzyzx.example")),
    }
}
