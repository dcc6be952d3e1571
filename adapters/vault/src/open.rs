//! Opening and creating a vault.

use std::path::Path;
use std::sync::Mutex;

use holdpoint_durable::{create_directories, sync_directory, touch};
use holdpoint_ports::VaultError;
use zeroize::Zeroizing;

use crate::cache::TokenCache;
use crate::error::failed;
use crate::key::VaultKeys;
use crate::password::Passwords;
use crate::schema;
use crate::vault::SqliteVault;

pub(crate) const DATABASE: &str = "vault.sqlite";
pub(crate) const KEY: &str = "vault.key";

impl SqliteVault {
    /// Opens the vault in a directory (`vault.sqlite`, `vault.key`), creating it if need be.
    ///
    /// # Errors
    /// When the key is missing, is another vault's, or could be read by others than its owner.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, VaultError> {
        let directory = directory.as_ref();
        create_directories(directory).map_err(failed)?;
        let database = directory.join(DATABASE);
        let keys = VaultKeys::load(&directory.join(KEY), database.exists())?;
        // Journals follow the database in who may read them.
        touch(&database).map_err(failed)?;
        let connection = schema::open(&database, &keys.check)?;
        sync_directory(directory).map_err(failed)?;
        let passwords = Passwords::new(Zeroizing::new(*keys.pepper));
        Ok(Self {
            connection: Mutex::new(connection),
            keys,
            passwords,
            tokens: TokenCache::default(),
        })
    }
}
