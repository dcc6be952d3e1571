//! The vault in an SQLite file of its own or in a PostgreSQL database, with its key in a file.
//!
//! Every person has a key, wrapped by the vault's key; profiles and texts are sealed under it
//! (XChaCha20-Poly1305), names are found by keyed hashes. Erasing a person deletes that key, and with it
//! everything sealed under it, wherever copies of the ciphertext lie.

mod cache;
mod cipher;
mod codec;
mod error;
mod keeping;
mod key;
mod keyed;
mod link;
mod names;
mod open;
mod password;
mod people;
mod personal;
mod postgres;
mod retained;
mod schema;
mod sealed;
mod session;
mod sessions;
mod token;
mod vault;

pub use key::{KEY_VARIABLE, kept_key};
pub use postgres::PostgresVault;
pub use vault::SqliteVault;
