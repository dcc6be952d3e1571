//! Rows as they are kept, for backups. Sessions and links stay out: nobody is signed in after a restore.

use holdpoint_ports::{KeptPerson, KeptThing, KeptToken, VaultError, VaultKeeping, WrappedKey};
use rusqlite::types::FromSql;
use rusqlite::{Connection, Row, Transaction};

use crate::error::failed;
use crate::vault::SqliteVault;

/// A person's rows of one table.
fn rows<T>(
    connection: &Connection,
    query: &str,
    person: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, VaultError> {
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let rows = query.query_map([person], read).map_err(failed)?;
    rows.map(|row| row.map_err(failed)).collect()
}

fn first<T: FromSql>(row: &Row<'_>) -> rusqlite::Result<T> {
    row.get(0)
}

/// Everybody without what other tables have of them.
fn bare(connection: &Connection) -> Result<Vec<(KeptPerson, WrappedKey)>, VaultError> {
    let query = "SELECT id, key, profile, password FROM person ORDER BY id";
    let mut query = connection.prepare(query).map_err(failed)?;
    let person = |row: &Row<'_>| {
        let bare = KeptPerson {
            person: row.get(0)?,
            profile: row.get(2)?,
            password: row.get(3)?,
            names: Vec::new(),
            users: Vec::new(),
            tokens: Vec::new(),
            things: Vec::new(),
        };
        Ok((bare, WrappedKey(row.get(1)?)))
    };
    let people = query.query_map([], person).map_err(failed)?;
    people.map(|one| one.map_err(failed)).collect()
}

fn complete(connection: &Connection, kept: &mut KeptPerson) -> Result<(), VaultError> {
    let person = kept.person.as_str();
    let of = |table: &str| format!("SELECT hash FROM {table} WHERE person = ?1 ORDER BY hash");
    kept.names = rows(connection, &of("name"), person, first)?;
    kept.users = rows(connection, &of("system_user"), person, first)?;
    let tokens = "SELECT hash, label, expires FROM token WHERE person = ?1 ORDER BY hash";
    kept.tokens = rows(connection, tokens, person, |row| {
        Ok(KeptToken {
            hash: row.get(0)?,
            label: row.get(1)?,
            expires: row.get(2)?,
        })
    })?;
    let things = "SELECT hash, kind, sealed FROM personal WHERE person = ?1 ORDER BY hash";
    kept.things = rows(connection, things, person, |row| {
        Ok(KeptThing {
            hash: row.get(0)?,
            kind: row.get(1)?,
            sealed: row.get(2)?,
        })
    })?;
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    kept: &KeptPerson,
    WrappedKey(key): &WrappedKey,
) -> rusqlite::Result<()> {
    let id = &kept.person;
    transaction.execute(
        "INSERT INTO person (id, key, profile, password) VALUES (?1, ?2, ?3, ?4)",
        (id, key, &kept.profile, &kept.password),
    )?;
    for hash in &kept.names {
        let insert = "INSERT INTO name (hash, person) VALUES (?1, ?2)";
        transaction.execute(insert, (hash, id))?;
    }
    for hash in &kept.users {
        let insert = "INSERT INTO system_user (hash, person) VALUES (?1, ?2)";
        transaction.execute(insert, (hash, id))?;
    }
    for token in &kept.tokens {
        let insert = "INSERT INTO token (hash, person, label, expires) VALUES (?1, ?2, ?3, ?4)";
        transaction.execute(insert, (token.hash, id, &token.label, token.expires))?;
    }
    for thing in &kept.things {
        let insert = "INSERT INTO personal (hash, person, kind, sealed) VALUES (?1, ?2, ?3, ?4)";
        transaction.execute(insert, (thing.hash, id, &thing.kind, &thing.sealed))?;
    }
    Ok(())
}

impl VaultKeeping for SqliteVault {
    fn kept(&self) -> Result<Vec<(KeptPerson, WrappedKey)>, VaultError> {
        // One transaction, so that it is all of one moment.
        self.write(|transaction| {
            let mut people = bare(transaction)?;
            for (kept, _) in &mut people {
                complete(transaction, kept)?;
            }
            Ok(people)
        })
    }

    fn bring_back(&self, people: &[(KeptPerson, WrappedKey)]) -> Result<(), VaultError> {
        self.write(|transaction| {
            if !bare(transaction)?.is_empty() {
                return Err(failed("the vault has people already"));
            }
            for (kept, key) in people {
                insert(transaction, kept, key).map_err(failed)?;
            }
            Ok(())
        })?;
        self.tokens.forget();
        Ok(())
    }
}
