//! People: their keys, names and profiles.

use holdpoint_ports::{Profile, VaultError};
use holdpoint_postgres::Unanswered;

use super::PostgresVault;
use super::rows::{column, row, rows, unexpected};
use crate::key::Secret;
use crate::names;
use crate::people::{self, unknown};

/// How often a change is tried that others make at the same time.
const TRIES: usize = 5;

const ADD: &str = "
WITH person AS (
  INSERT INTO holdpoint_vault.person (id, key, profile) VALUES ($1, $2, $3) RETURNING id
), told AS (
  UPDATE holdpoint_vault.vault SET revision = revision + 1
)
INSERT INTO holdpoint_vault.name (hash, person)
SELECT DISTINCT hash, id FROM person, unnest($4::bytea[]) AS new (hash)";

const SET_PROFILE: &str = "
WITH person AS (
  UPDATE holdpoint_vault.person SET profile = $3 WHERE id = $1 AND key = $2 RETURNING id
), gone AS (
  DELETE FROM holdpoint_vault.name USING person WHERE name.person = person.id AND name.hash <> ALL ($4::bytea[])
), told AS (
  UPDATE holdpoint_vault.vault SET revision = revision + 1 FROM person
), named AS (
  INSERT INTO holdpoint_vault.name (hash, person)
  SELECT DISTINCT new.hash, id FROM person, unnest($4::bytea[]) AS new (hash)
  WHERE NOT EXISTS (SELECT FROM holdpoint_vault.name had WHERE had.hash = new.hash AND had.person = id)
)
SELECT id FROM person";

impl PostgresVault {
    /// The person's key, wrapped.
    pub(super) fn wrapped(&self, person: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let query = "SELECT key FROM holdpoint_vault.person WHERE id = $1";
        let found = row(&self.database, query, &[&person])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    /// The person's key; none if there is no such person.
    pub(super) fn key(&self, person: &str) -> Result<Option<Secret>, VaultError> {
        let wrapped = self.wrapped(person)?;
        wrapped
            .map(|wrapped| people::unwrap(&self.keys, person, &wrapped))
            .transpose()
    }

    pub(super) fn owner(&self, name: &str) -> Result<Option<String>, VaultError> {
        let query = "SELECT person FROM holdpoint_vault.name WHERE hash = $1";
        let hash = names::name_hash(&self.keys, name);
        let found = row(&self.database, query, &[&hash.as_slice()])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    fn hashes(&self, profile: &Profile) -> Vec<Vec<u8>> {
        let hash = |name: &String| names::name_hash(&self.keys, name).to_vec();
        names::of(profile).map(hash).collect()
    }

    /// The name of a profile that somebody else has.
    fn taken(&self, person: &str, profile: &Profile) -> Result<Option<VaultError>, VaultError> {
        for name in names::of(profile) {
            if self.owner(name)?.is_some_and(|owner| owner != person) {
                return Ok(Some(VaultError::Taken(name.clone())));
            }
        }
        Ok(None)
    }

    pub(super) fn add(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        let (wrapped, sealed) = people::fresh(&self.keys, person, profile)?;
        let hashes = self.hashes(profile);
        match self
            .database
            .rows(ADD, &[&person, &wrapped, &sealed, &hashes])
        {
            Ok(_) => Ok(()),
            Err(Unanswered::Taken) => match self.wrapped(person)? {
                // It was kept before its answer was lost.
                Some(found) if found == wrapped => Ok(()),
                Some(_) => Err(VaultError::Taken(person.to_owned())),
                None => Err(self
                    .taken(person, profile)?
                    .unwrap_or_else(|| VaultError::Taken(profile.handle.clone()))),
            },
            Err(other) => Err(unexpected(other)),
        }
    }

    pub(super) fn change(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        let hashes = self.hashes(profile);
        let wrapped = self.wrapped(person)?.ok_or_else(|| unknown(person))?;
        let key = people::unwrap(&self.keys, person, &wrapped)?;
        let sealed = people::sealed(&key, person, profile)?;
        for _ in 0..TRIES {
            let values: super::rows::Values<'_> = &[&person, &wrapped, &sealed, &hashes];
            match self.database.rows(SET_PROFILE, values) {
                Ok(done) if done.is_empty() => return Err(unknown(person)),
                Ok(_) => return Ok(()),
                Err(Unanswered::Taken) => match self.taken(person, profile)? {
                    Some(taken) => return Err(taken),
                    // Somebody gave the same person the same name at the same time.
                    None => continue,
                },
                Err(other) => return Err(unexpected(other)),
            }
        }
        Err(VaultError::Taken(profile.handle.clone()))
    }

    pub(super) fn everybody(&self) -> Result<Vec<(String, Profile)>, VaultError> {
        let query = "SELECT id, key, profile FROM holdpoint_vault.person";
        let mut people = Vec::new();
        for row in &rows(&self.database, query, &[])? {
            let person: String = column(row, 0)?;
            let profile = people::opened(&self.keys, &person, column(row, 1)?, column(row, 2)?)?;
            people.push((person, profile));
        }
        people.sort_by(|one, other| one.1.handle.cmp(&other.1.handle));
        Ok(people)
    }
}
