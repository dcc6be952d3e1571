//! Where people, their keys and sessions are: in the data directory, or in a database.

use std::path::Path;
use std::sync::Arc;

use holdpoint_ports::{PersonalStore, Sessions, Vault, VaultKeeping};
use holdpoint_postgres::Address;
use holdpoint_vault::{PostgresVault, SqliteVault};

use crate::error::Failure;

/// The file that says in which database it is, without the password.
pub(super) const DATABASE: &str = "vault.database";

/// A vault, by each of its ports.
pub(super) struct People {
    pub(super) vault: Arc<dyn Vault>,
    pub(super) sessions: Arc<dyn Sessions>,
    pub(super) personal: Arc<dyn PersonalStore>,
}

impl People {
    fn of<V: Vault + Sessions + PersonalStore + 'static>(vault: V) -> Self {
        let vault = Arc::new(vault);
        Self {
            sessions: vault.clone(),
            personal: vault.clone(),
            vault,
        }
    }

    /// Opens the vault of a data directory. Says so if it is in a database and nobody said where.
    pub(super) fn open(place: &Path, database: Option<&Address>) -> Result<Self, Failure> {
        let (directory, named) = (place.join("vault"), place.join(DATABASE));
        let Some(address) = database else {
            if let Ok(named) = std::fs::read_to_string(&named) {
                return Err(missing(place, named.trim()));
            }
            let vault = SqliteVault::open(directory);
            return vault.map(Self::of).map_err(|error| failed(place, &error));
        };
        let vault = PostgresVault::open(address.clone(), directory);
        let vault = vault.map_err(|error| failed(place, &error))?;
        if !named.exists() {
            std::fs::write(&named, format!("{address}\n"))
                .map_err(|error| Failure::file("write", &named, &error))?;
        }
        Ok(Self::of(vault))
    }
}

/// A vault, to be backed up or to be restored into.
pub(super) fn keeping(
    place: &Path,
    database: Option<&Address>,
) -> Result<Box<dyn VaultKeeping>, Failure> {
    let (directory, named) = (place.join("vault"), place.join(DATABASE));
    let Some(address) = database else {
        if let Ok(named) = std::fs::read_to_string(&named) {
            return Err(missing(place, named.trim()));
        }
        let vault = SqliteVault::open(directory).map_err(|error| failed(place, &error))?;
        return Ok(Box::new(vault));
    };
    let vault = PostgresVault::open(address.clone(), directory);
    Ok(Box::new(vault.map_err(|error| failed(place, &error))?))
}

fn failed(place: &Path, error: &dyn std::error::Error) -> Failure {
    let message = format!("the data directory `{}` cannot be opened", place.display());
    Failure::failed("data", message).because(error)
}

fn missing(place: &Path, named: &str) -> Failure {
    let message = format!("the people of `{}` are in a database", place.display());
    Failure::input("database-missing", message).help(format!(
        "name it with `--vault-url` or in `HOLDPOINT_VAULT_URL`; it was `{named}`"
    ))
}
