//! Values of secrets that steps of pipelines see, by reference: files, variables of the environment, stores that speak
//! Vault's HTTP, and the secret stores of the clouds.
//!
//! Nothing is looked for beyond what [`Settings`] allow. A value is wiped when the last that has it drops it, and no error, `Debug` or
//! `Display` shows one; errors name the reference.
//!
//! ```
//! use holdpoint_secrets::{Keepers, Reference, Settings};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use std::os::unix::fs::PermissionsExt;
//! let room = tempfile::tempdir()?;
//! let path = room.path().join("registry");
//! std::fs::write(&path, "a-long-token\n")?;
//! # std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
//! let settings = Settings { folders: vec![room.path().to_path_buf()], ..Settings::default() };
//! let keepers = Keepers::open(settings).map_err(|mistakes| mistakes[0].to_string())?;
//!
//! let secret = keepers.fetch(&Reference::File { path })?;
//! assert_eq!(secret.text(), Some("a-long-token"));
//! assert_eq!(format!("{secret:?}"), "Secret(***)");
//!
//! let why = keepers.fetch(&Reference::File { path: "/etc/passwd".into() }).unwrap_err();
//! assert!(why.to_string().starts_with("the secret in the file `/etc/passwd` cannot be had"));
//! # Ok(())
//! # }
//! ```

mod apart;
mod cache;
mod cloud;
mod environment;
mod files;
mod keepers;
mod reference;
mod settings;
mod vault;
mod why;
mod wire;

pub use holdpoint_mask::Secret;
pub use keepers::Keepers;
pub use reference::{Provider, Reference};
pub use settings::{Clock, Endpoints, Login, Mistake, Settings, Variables, VaultSettings};
pub use why::{Trouble, Why};
