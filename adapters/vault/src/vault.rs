//! The port, answered from the other modules.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use holdpoint_ports::{Credential, Millis, Profile, SealedText, Vault, VaultError};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::cache::TokenCache;
use crate::error::failed;
use crate::key::VaultKeys;
use crate::names::{self, person_in, system_user_hash};
use crate::password::Passwords;
use crate::people::{self, unknown};
use crate::sealed::{self, Parts};
use crate::token;

/// A vault in an SQLite file.
pub struct SqliteVault {
    pub(crate) connection: Mutex<Connection>,
    pub(crate) keys: VaultKeys,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: TokenCache,
}

impl fmt::Debug for SqliteVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteVault(..)")
    }
}

impl SqliteVault {
    // Whoever panicked left no transaction open: it was rolled back on the way.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// All of what `write` does, durably, or nothing.
    pub(crate) fn write<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let written = write(&transaction)?;
        transaction.commit().map_err(failed)?;
        Ok(written)
    }

    /// The person is who is called that by some system, whose hash it is.
    pub(crate) fn call(&self, person: &str, hash: &[u8; 32], name: &str) -> Result<(), VaultError> {
        self.write(|transaction| {
            must_exist(transaction, person)?;
            let owner = person_in(transaction, CALLED, hash)?;
            if owner.is_some_and(|owner| owner != person) {
                return Err(VaultError::Taken(name.to_owned()));
            }
            let insert = "INSERT OR REPLACE INTO system_user (hash, person) VALUES (?1, ?2)";
            transaction
                .execute(insert, (hash, person))
                .map(drop)
                .map_err(failed)
        })
    }

    /// Whose token or secret has that hash.
    fn by_hash(&self, hash: &[u8; 32], now: Millis) -> Result<Option<String>, VaultError> {
        let find = || token::find(&self.connection(), hash);
        self.tokens.owner(hash, now, find)
    }

    fn by_password(&self, handle: &str, password: &str) -> Result<Option<String>, VaultError> {
        let query = "SELECT id, password FROM person
                     WHERE id = (SELECT person FROM name WHERE hash = ?1) AND password IS NOT NULL";
        let hash = names::name_hash(&self.keys, handle);
        let found: Option<(String, Vec<u8>)> = self
            .connection()
            .query_row(query, [hash], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(failed)?;
        let (person, kept) = found.unzip();
        let right = self.passwords.verify(password, kept.as_deref())?;
        Ok(person.filter(|_| right))
    }
}

pub(crate) fn must_exist(connection: &Connection, person: &str) -> Result<(), VaultError> {
    if people::exists(connection, person)? {
        Ok(())
    } else {
        Err(unknown(person))
    }
}

impl Vault for SqliteVault {
    fn add_person(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.write(|transaction| people::add(transaction, &self.keys, person, profile))
    }

    fn set_profile(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.write(|transaction| people::set_profile(transaction, &self.keys, person, profile))
    }

    fn profile(&self, person: &str) -> Result<Option<Profile>, VaultError> {
        people::profile(&self.connection(), &self.keys, person)
    }

    fn find(&self, handle_or_mail: &str) -> Result<Option<String>, VaultError> {
        names::owner(&self.connection(), &self.keys, handle_or_mail)
    }

    fn people(&self) -> Result<Vec<(String, Profile)>, VaultError> {
        let connection = self.connection();
        let mut people = Vec::new();
        for id in people::ids(&connection)? {
            let profile = people::profile(&connection, &self.keys, &id)?;
            people.extend(profile.map(|profile| (id, profile)));
        }
        people.sort_by(|one, other| one.1.handle.cmp(&other.1.handle));
        Ok(people)
    }

    fn seal(&self, person: &str, text: &str) -> Result<SealedText, VaultError> {
        let key = people::key(&self.connection(), &self.keys, person)?;
        sealed::seal(&key.ok_or_else(|| unknown(person))?, person, text)
    }

    fn open(&self, sealed: &SealedText) -> Result<String, VaultError> {
        let parts = Parts::of(sealed)?;
        let key = people::key(&self.connection(), &self.keys, parts.person)?;
        parts.open(&key.ok_or(VaultError::Unreadable("its key is destroyed"))?)
    }

    fn erase(&self, person: &str) -> Result<(), VaultError> {
        self.write(|transaction| people::erase(transaction, person))?;
        self.tokens.forget();
        Ok(())
    }

    fn issue_token(
        &self,
        person: &str,
        label: &str,
        expires: Option<Millis>,
    ) -> Result<String, VaultError> {
        self.write(|transaction| {
            must_exist(transaction, person)?;
            token::issue(transaction, &self.keys, person, label, expires)
        })
    }

    fn revoke_tokens(&self, person: &str, label: &str) -> Result<u64, VaultError> {
        let revoked =
            self.write(|transaction| token::revoke(transaction, &self.keys, person, label))?;
        self.tokens.forget();
        Ok(revoked)
    }

    fn issue_feed(&self, person: &str) -> Result<String, VaultError> {
        self.write(|transaction| {
            must_exist(transaction, person)?;
            token::issue_feed(transaction, &self.keys, person)
        })
    }

    fn revoke_feeds(&self, person: &str) -> Result<u64, VaultError> {
        self.revoke_tokens(person, token::FEED_LABEL)
    }

    fn set_password(&self, person: &str, password: &str) -> Result<(), VaultError> {
        // Hashed before the database is taken: it is slow on purpose.
        let kept = self.passwords.keep(password)?;
        self.write(|transaction| {
            must_exist(transaction, person)?;
            let update = "UPDATE person SET password = ?2 WHERE id = ?1";
            transaction
                .execute(update, (person, kept))
                .map(drop)
                .map_err(failed)
        })
    }

    fn map_system_user(&self, person: &str, user: &str) -> Result<(), VaultError> {
        self.call(person, &system_user_hash(&self.keys, user), user)
    }

    fn authenticate(
        &self,
        credential: &Credential,
        now: Millis,
    ) -> Result<Option<String>, VaultError> {
        match credential {
            Credential::Token(token) => self.by_hash(&token::hash(token), now),
            Credential::Feed(secret) => self.by_hash(&token::feed_hash(secret), now),
            Credential::Password { handle, password } => self.by_password(handle, password),
            Credential::SystemUser(user) => {
                let hash = system_user_hash(&self.keys, user);
                person_in(&self.connection(), CALLED, &hash)
            }
        }
    }
}

/// Who is called that by some system.
pub(crate) const CALLED: &str = "SELECT person FROM system_user WHERE hash = ?1";
