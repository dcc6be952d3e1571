//! Finds out what a repository contains: components, who owns them, where they run, what was released before.
//!
//! It is given the paths of a repository and a closure that reads one, and does no input or output of its own. What
//! cannot be read is reported as a [`Problem`] at its place and stops nothing. Everything that is guessed says why.
//!
//! ```
//! use holdpoint_inventory::scan;
//!
//! let paths = ["Cargo.toml", "src/main.rs", "CODEOWNERS"].map(String::from);
//! let inventory = scan(paths, &mut |path| {
//!     Ok(match path {
//!         "Cargo.toml" => Some(b"[package]\nname = \"till\"\nversion = \"1.2.0\"".to_vec()),
//!         "CODEOWNERS" => Some(b"* @shop/payments".to_vec()),
//!         _ => None,
//!     })
//! });
//! let till = &inventory.components[0];
//! assert_eq!((till.id.as_str(), till.owners[0].handle.as_str()), ("till", "shop/payments"));
//! ```

mod draft;
mod environment;
mod found;
mod glob;
mod ignored;
mod manifest;
mod naming;
mod owners;
mod problem;
mod resolve;
mod scan;
mod tags;
mod tree;

pub use environment::{FoundEnvironment, Reason};
pub use found::{Ecosystem, Found, Kind};
pub use owners::{Owner, OwnerKind, Owners};
pub use problem::Problem;
pub use scan::{Inventory, scan};
pub use tags::{PastRelease, PastReleases, Scheme, past_releases};
pub use tree::Read;
