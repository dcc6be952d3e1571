//! The session port, answered from the other modules.

use holdpoint_ports::{Elsewhere, Lifetime, Millis, Sessions, SignedIn, VaultError};
use rusqlite::OptionalExtension;

use crate::error::failed;
use crate::names::{elsewhere_hash, person_in};
use crate::vault::{CALLED, SqliteVault, must_exist};
use crate::{link, session};

impl Sessions for SqliteVault {
    fn start_session(
        &self,
        person: &str,
        lifetime: Lifetime,
        now: Millis,
    ) -> Result<(String, SignedIn), VaultError> {
        self.write(|transaction| {
            must_exist(transaction, person)?;
            session::start(transaction, &self.keys, person, lifetime, now)
        })
    }

    fn session(&self, token: &str, now: Millis) -> Result<Option<SignedIn>, VaultError> {
        session::find(&self.connection(), &self.keys, token, now)
    }

    fn sessions(&self, person: &str, now: Millis) -> Result<Vec<SignedIn>, VaultError> {
        session::list(&self.connection(), person, now)
    }

    fn end_sessions(&self, person: &str, id: Option<&str>) -> Result<u64, VaultError> {
        self.write(|transaction| session::end(transaction, person, id))
    }

    fn issue_link(&self, person: &str, expires: Millis) -> Result<String, VaultError> {
        self.write(|transaction| {
            must_exist(transaction, person)?;
            link::issue(transaction, person, expires)
        })
    }

    fn redeem_link(&self, token: &str, now: Millis) -> Result<Option<String>, VaultError> {
        self.write(|transaction| link::redeem(transaction, token, now))
    }

    fn has_password(&self, person: &str) -> Result<bool, VaultError> {
        let query = "SELECT password IS NOT NULL FROM person WHERE id = ?1";
        let found = self
            .connection()
            .query_row(query, [person], |row| row.get(0))
            .optional()
            .map_err(failed)?;
        Ok(found.unwrap_or(false))
    }

    fn identify(&self, person: &str, elsewhere: Elsewhere<'_>) -> Result<(), VaultError> {
        let hash = elsewhere_hash(&self.keys, elsewhere);
        self.call(person, &hash, elsewhere.name)
    }

    fn identified(&self, elsewhere: Elsewhere<'_>) -> Result<Option<String>, VaultError> {
        let hash = elsewhere_hash(&self.keys, elsewhere);
        person_in(&self.connection(), CALLED, &hash)
    }

    fn unidentify(&self, elsewhere: Elsewhere<'_>) -> Result<bool, VaultError> {
        let hash = elsewhere_hash(&self.keys, elsewhere);
        self.write(|transaction| {
            let delete = "DELETE FROM system_user WHERE hash = ?1";
            let count = transaction.execute(delete, [hash]).map_err(failed)?;
            Ok(count > 0)
        })
    }

    fn end_all(&self, person: &str) -> Result<(), VaultError> {
        self.write(|transaction| {
            for table in ["session", "link", "token"] {
                let delete = format!("DELETE FROM {table} WHERE person = ?1");
                transaction.execute(&delete, [person]).map_err(failed)?;
            }
            Ok(())
        })?;
        self.tokens.forget();
        Ok(())
    }
}
