//! Personal things: found by a keyed hash of their name, sealed under the key of the person whose they are.

use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing, VaultError};
use rusqlite::{Connection, OptionalExtension};

use crate::cipher::{decrypt, encrypt};
use crate::error::failed;
use crate::key::{Secret, VaultKeys};
use crate::keyed::hmac;
use crate::people::{self, unknown};
use crate::vault::SqliteVault;

/// What a thing is bound to, so that none can be put in another's place.
fn context(kind: PersonalKind, person: &str) -> Vec<u8> {
    format!("personal {} {person}", kind.as_str()).into_bytes()
}

fn encode(thing: &PersonalThing) -> Vec<u8> {
    let length = (thing.name.len() as u64).to_be_bytes();
    [&length[..], thing.name.as_bytes(), thing.text.as_bytes()].concat()
}

fn decode(bytes: &[u8]) -> Option<PersonalThing> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    let (name, text) = rest.split_at_checked(length)?;
    Some(PersonalThing {
        name: String::from_utf8(name.to_vec()).ok()?,
        text: String::from_utf8(text.to_vec()).ok()?,
    })
}

pub(crate) fn open(
    key: &Secret,
    kind: PersonalKind,
    person: &str,
    sealed: &[u8],
) -> Result<PersonalThing, VaultError> {
    let bytes = decrypt(key, &context(kind, person), sealed);
    let thing = bytes.and_then(|bytes| decode(&bytes));
    let changed = || format!("something personal of `{person}` was changed outside this program");
    thing.ok_or_else(|| failed(changed()))
}

/// A thing, sealed under its person's key.
pub(crate) fn seal(
    key: &Secret,
    kind: PersonalKind,
    person: &str,
    thing: &PersonalThing,
) -> Result<Vec<u8>, VaultError> {
    encrypt(key, &context(kind, person), &encode(thing))
}

/// The hash that a thing is found by.
pub(crate) fn place(keys: &VaultKeys, person: &str, kind: PersonalKind, name: &str) -> [u8; 32] {
    let parts: [&[u8]; 6] = [
        b"personal ",
        kind.as_str().as_bytes(),
        b" ",
        person.as_bytes(),
        b" ",
        name.as_bytes(),
    ];
    hmac(&keys.index, &parts)
}

impl SqliteVault {
    fn insert(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
        how: &str,
    ) -> Result<usize, VaultError> {
        let hash = place(&self.keys, person, kind, &thing.name);
        self.write(|transaction| {
            let key = people::key(transaction, &self.keys, person)?;
            let key = key.ok_or_else(|| unknown(person))?;
            let sealed = seal(&key, kind, person, thing)?;
            let insert = format!(
                "INSERT OR {how} INTO personal (hash, person, kind, sealed) VALUES (?1, ?2, ?3, ?4)"
            );
            transaction
                .execute(&insert, (hash, person, kind.as_str(), sealed))
                .map_err(failed)
        })
    }
}

/// Rows of a kind, of one person or of all.
fn rows(
    connection: &Connection,
    kind: PersonalKind,
    person: Option<&str>,
) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
    let query = "SELECT person, sealed FROM personal
                 WHERE kind = ?1 AND (?2 IS NULL OR person = ?2) ORDER BY person";
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let rows = query
        .query_map((kind.as_str(), person), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(failed)?;
    rows.map(|row| row.map_err(failed)).collect()
}

impl PersonalStore for SqliteVault {
    fn personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<Option<String>, VaultError> {
        let connection = self.connection();
        let query = "SELECT sealed FROM personal WHERE hash = ?1";
        let found: Option<Vec<u8>> = connection
            .prepare_cached(query)
            .and_then(|mut query| {
                query
                    .query_row([place(&self.keys, person, kind, name)], |row| row.get(0))
                    .optional()
            })
            .map_err(failed)?;
        let key = people::key(&connection, &self.keys, person)?;
        match (found, key) {
            (Some(sealed), Some(key)) => Ok(Some(open(&key, kind, person, &sealed)?.text)),
            _ => Ok(None),
        }
    }

    fn personal_all(
        &self,
        person: &str,
        kind: PersonalKind,
    ) -> Result<Vec<PersonalThing>, VaultError> {
        let connection = self.connection();
        let Some(key) = people::key(&connection, &self.keys, person)? else {
            return Ok(Vec::new());
        };
        let rows = rows(&connection, kind, Some(person))?;
        let things = rows
            .iter()
            .map(|(_, sealed)| open(&key, kind, person, sealed));
        let mut things = things.collect::<Result<Vec<_>, _>>()?;
        things.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(things)
    }

    fn personal_everywhere(
        &self,
        kind: PersonalKind,
    ) -> Result<Vec<(String, PersonalThing)>, VaultError> {
        let connection = self.connection();
        let mut things = Vec::new();
        for (person, sealed) in rows(&connection, kind, None)? {
            if let Some(key) = people::key(&connection, &self.keys, &person)? {
                let thing = open(&key, kind, &person, &sealed)?;
                things.push((person, thing));
            }
        }
        Ok(things)
    }

    fn keep_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<(), VaultError> {
        self.insert(person, kind, thing, "REPLACE").map(drop)
    }

    fn keep_new_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<bool, VaultError> {
        Ok(self.insert(person, kind, thing, "IGNORE")? > 0)
    }

    fn forget_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<bool, VaultError> {
        let hash = place(&self.keys, person, kind, name);
        self.write(|transaction| {
            let deleted = transaction.execute("DELETE FROM personal WHERE hash = ?1", [hash]);
            deleted.map(|count| count > 0).map_err(failed)
        })
    }
}
