//! Object storages of one's own: real processes with their own files, for tests. `cargo xtask setup` installs their programs.
//!
//! [`Storage::s3`] is Versity's gateway, which checks signatures and conditions as S3 does; [`Storage::azure`] is Microsoft's own
//! emulator. No program speaks as Google's storage does in XML, which is what clients use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "for tests: whoever cannot start it has nothing to test"
)]

mod azure;
mod storage;

pub use storage::Storage;
