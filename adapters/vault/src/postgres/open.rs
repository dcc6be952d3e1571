//! Opening and creating a vault in a database.

use std::path::Path;

use holdpoint_durable::create_directories;
use holdpoint_ports::{RetainedStore as _, VaultError};
use holdpoint_postgres::{Address, Database};
use zeroize::Zeroizing;

use super::retained::bring;
use super::rows::{column, row, rows};
use super::schema::VAULT;
use super::{PostgresVault, moving};
use crate::error::failed;
use crate::key::VaultKeys;
use crate::open::{DATABASE, KEY};
use crate::password::Passwords;
use crate::vault::SqliteVault;

impl PostgresVault {
    /// Opens the vault in a database, with its key (`vault.key`) in a directory. Both are made if there is neither; a
    /// vault that was in a file of that directory is moved to a database that has none.
    ///
    /// # Errors
    /// When the key is missing, is another vault's, or could be read by others than its owner; when the database cannot be
    /// used.
    pub fn open(address: Address, directory: impl AsRef<Path>) -> Result<Self, VaultError> {
        let directory = directory.as_ref();
        create_directories(directory).map_err(failed)?;
        let database = Database::open(address, VAULT).map_err(failed)?;
        let there = check(&database)?.is_some();
        let keys = VaultKeys::load(&directory.join(KEY), there)?;
        let file = directory.join(DATABASE);
        match file.exists() {
            true if there => return Err(two(&file)),
            true => {
                // Brings an older one up to the format of this program, and sees that the key belongs to it.
                let before = SqliteVault::open(directory)?.kept_retained()?;
                bring(&database, &before)?;
                moving::take(&database, &file, &keys.check)?;
            }
            false => {}
        }
        // Whoever comes first, it is theirs.
        let insert = "INSERT INTO holdpoint_vault.vault (id, key_check, revision) VALUES (0, $1, 0)
                      ON CONFLICT (id) DO NOTHING";
        rows(&database, insert, &[&keys.check.as_slice()])?;
        if check(&database)?.as_deref() != Some(keys.check.as_slice()) {
            return Err(failed(
                "`vault.key` is not the key of this vault; copy the one that its other servers have",
            ));
        }
        let passwords = Passwords::new(Zeroizing::new(*keys.pepper));
        Ok(Self {
            database,
            keys,
            passwords,
        })
    }
}

fn two(file: &Path) -> VaultError {
    failed(format!(
        "there is a vault in the database and another in `{}`: remove the file if it is a copy from before the move",
        file.display()
    ))
}

/// What says which key the vault belongs to.
fn check(database: &Database) -> Result<Option<Vec<u8>>, VaultError> {
    let query = "SELECT key_check FROM holdpoint_vault.vault";
    let found = row(database, query, &[])?;
    found.map(|row| column(&row, 0)).transpose()
}
