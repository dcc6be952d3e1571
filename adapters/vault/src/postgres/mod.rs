//! The vault in a PostgreSQL database, for several servers; its key stays in a file of each of them.
//!
//! Every change is one statement, so that it is done or not; one whose answer was lost may be sent again. Nothing is remembered
//! here: a token that another server revoked counts nowhere any more.

mod keeping;
mod moving;
mod open;
mod people;
mod personal;
mod retained;
mod rows;
mod schema;
mod sessions;
mod vault;

use std::fmt;

use holdpoint_postgres::Database;

use crate::key::VaultKeys;
use crate::password::Passwords;

/// A vault in a PostgreSQL database.
pub struct PostgresVault {
    database: Database,
    keys: VaultKeys,
    passwords: Passwords,
}

impl fmt::Debug for PostgresVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresVault(..)")
    }
}
