//! The port.

use holdpoint_ports::{Credential, Millis, Profile, SealedText, Vault, VaultError};

use super::PostgresVault;
use super::rows::{column, count, give, row, rows};
use crate::names::{self, label_hash, system_user_hash};
use crate::people::{self, unknown};
use crate::sealed::{self, Parts};
use crate::token;

impl PostgresVault {
    /// Whose token or secret has that hash.
    fn by_hash(&self, hash: &[u8; 32], now: Millis) -> Result<Option<String>, VaultError> {
        let query = "SELECT person FROM holdpoint_vault.token
                     WHERE hash = $1 AND (expires IS NULL OR expires > $2)";
        let found = row(&self.database, query, &[&hash.as_slice(), &now])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    fn keep_token(
        &self,
        person: &str,
        hash: [u8; 32],
        label: &str,
        expires: Option<Millis>,
    ) -> Result<(), VaultError> {
        let insert = "INSERT INTO holdpoint_vault.token (hash, person, label, expires)
                      VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING";
        let label = label_hash(&self.keys, label);
        let values: super::rows::Values<'_> =
            &[&hash.as_slice(), &person, &label.as_slice(), &expires];
        give(&self.database, person, insert, values).map(drop)
    }

    fn by_password(&self, handle: &str, password: &str) -> Result<Option<String>, VaultError> {
        let query = "SELECT id, password FROM holdpoint_vault.person WHERE password IS NOT NULL
                     AND id = (SELECT person FROM holdpoint_vault.name WHERE hash = $1)";
        let hash = names::name_hash(&self.keys, handle);
        let found = row(&self.database, query, &[&hash.as_slice()])?;
        let kept: Option<Vec<u8>> = found.as_ref().map(|row| column(row, 1)).transpose()?;
        let right = self.passwords.verify(password, kept.as_deref())?;
        let person = found.map(|row| column(&row, 0)).transpose()?;
        Ok(person.filter(|_| right))
    }

    /// Who is called that by some system, whose hash it is.
    pub(super) fn called(&self, hash: &[u8; 32]) -> Result<Option<String>, VaultError> {
        let query = "SELECT person FROM holdpoint_vault.system_user WHERE hash = $1";
        let found = row(&self.database, query, &[&hash.as_slice()])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    /// The person is who is called that by some system.
    pub(super) fn call(&self, person: &str, hash: &[u8; 32], name: &str) -> Result<(), VaultError> {
        let map = "INSERT INTO holdpoint_vault.system_user (hash, person) VALUES ($1, $2)
                   ON CONFLICT (hash) DO UPDATE SET person = excluded.person
                   WHERE system_user.person = excluded.person RETURNING hash";
        match give(&self.database, person, map, &[&hash.as_slice(), &person])? {
            true => Ok(()),
            false => Err(VaultError::Taken(name.to_owned())),
        }
    }
}

impl Vault for PostgresVault {
    fn add_person(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.add(person, profile)
    }

    fn set_profile(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.change(person, profile)
    }

    fn profile(&self, person: &str) -> Result<Option<Profile>, VaultError> {
        let query = "SELECT key, profile FROM holdpoint_vault.person WHERE id = $1";
        let found = row(&self.database, query, &[&person])?;
        let open = |row| people::opened(&self.keys, person, column(&row, 0)?, column(&row, 1)?);
        found.map(open).transpose()
    }

    fn find(&self, handle_or_mail: &str) -> Result<Option<String>, VaultError> {
        self.owner(handle_or_mail)
    }

    fn people(&self) -> Result<Vec<(String, Profile)>, VaultError> {
        self.everybody()
    }

    fn seal(&self, person: &str, text: &str) -> Result<SealedText, VaultError> {
        let key = self.key(person)?.ok_or_else(|| unknown(person))?;
        sealed::seal(&key, person, text)
    }

    fn open(&self, sealed: &SealedText) -> Result<String, VaultError> {
        let parts = Parts::of(sealed)?;
        let key = self.key(parts.person)?;
        parts.open(&key.ok_or(VaultError::Unreadable("its key is destroyed"))?)
    }

    fn erase(&self, person: &str) -> Result<(), VaultError> {
        let erase = "WITH person AS (DELETE FROM holdpoint_vault.person WHERE id = $1 RETURNING id)
                     UPDATE holdpoint_vault.vault SET revision = revision + 1 FROM person";
        rows(&self.database, erase, &[&person]).map(drop)
    }

    fn issue_token(
        &self,
        person: &str,
        label: &str,
        expires: Option<Millis>,
    ) -> Result<String, VaultError> {
        let token = token::fresh()?;
        self.keep_token(person, token::hash(&token), label, expires)?;
        Ok(token)
    }

    fn issue_feed(&self, person: &str) -> Result<String, VaultError> {
        let secret = token::fresh_feed()?;
        self.keep_token(person, token::feed_hash(&secret), token::FEED_LABEL, None)?;
        Ok(secret)
    }

    fn revoke_feeds(&self, person: &str) -> Result<u64, VaultError> {
        self.revoke_tokens(person, token::FEED_LABEL)
    }

    fn revoke_tokens(&self, person: &str, label: &str) -> Result<u64, VaultError> {
        let delete = "WITH gone AS (DELETE FROM holdpoint_vault.token WHERE person = $1 AND label = $2 RETURNING hash)
                      SELECT count(*) FROM gone";
        let label = label_hash(&self.keys, label);
        let found = row(&self.database, delete, &[&person, &label.as_slice()])?;
        count(found.as_ref())
    }

    fn set_password(&self, person: &str, password: &str) -> Result<(), VaultError> {
        let kept = self.passwords.keep(password)?;
        let update = "UPDATE holdpoint_vault.person SET password = $2 WHERE id = $1 RETURNING id";
        let done = row(&self.database, update, &[&person, &kept])?;
        done.map(drop).ok_or_else(|| unknown(person))
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
            Credential::SystemUser(user) => self.called(&system_user_hash(&self.keys, user)),
        }
    }

    fn revision(&self) -> Result<u64, VaultError> {
        let query = "SELECT revision FROM holdpoint_vault.vault";
        count(row(&self.database, query, &[])?.as_ref())
    }
}
