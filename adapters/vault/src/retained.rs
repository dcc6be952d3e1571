//! What stays of people who were erased: a record for a release, sealed under a key of its own.

use holdpoint_ports::{KeptRecord, Retained, RetainedStore, VaultError, WrappedKey};
use rusqlite::{OptionalExtension as _, Params, Row};

use crate::cipher::{decrypt, encrypt};
use crate::error::failed;
use crate::key::{Secret, VaultKeys, random};
use crate::vault::SqliteVault;

/// What a record is bound to, so that none can be put in another's place.
fn context(what: &str, person: &str, release: &str) -> Vec<u8> {
    format!("retained {what} {} {person} {release}", person.len()).into_bytes()
}

fn put(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

fn take<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    std::str::from_utf8(text).ok()
}

fn encode(record: &Retained) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(&mut bytes, &record.handle);
    put(&mut bytes, &record.name);
    for (digest, text) in &record.texts {
        bytes.extend_from_slice(digest);
        put(&mut bytes, text);
    }
    bytes
}

fn decode(person: &str, release: &str, mut bytes: &[u8]) -> Option<Retained> {
    let mut record = Retained {
        person: person.to_owned(),
        release: release.to_owned(),
        handle: take(&mut bytes)?.to_owned(),
        name: take(&mut bytes)?.to_owned(),
        texts: Vec::new(),
    };
    while let Some((digest, rest)) = bytes.split_first_chunk() {
        bytes = rest;
        record.texts.push((*digest, take(&mut bytes)?.to_owned()));
    }
    bytes.is_empty().then_some(record)
}

/// The record as it is kept, under a fresh key.
pub(crate) fn sealed(keys: &VaultKeys, record: &Retained) -> Result<KeptRecord, VaultError> {
    let (person, release) = (&record.person, &record.release);
    let key = random::<32>()?;
    let wrapped = encrypt(
        &keys.wrapping,
        &context("key", person, release),
        key.as_slice(),
    )?;
    Ok(KeptRecord {
        person: person.clone(),
        release: release.clone(),
        key: WrappedKey(wrapped),
        sealed: encrypt(&key, &context("record", person, release), &encode(record))?,
    })
}

/// What a record says.
pub(crate) fn opened(keys: &VaultKeys, kept: &KeptRecord) -> Result<Retained, VaultError> {
    let (person, release) = (&kept.person, &kept.release);
    let key = decrypt(
        &keys.wrapping,
        &context("key", person, release),
        &kept.key.0,
    );
    let key = key.and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
    let record = key.and_then(|key| {
        let key = Secret::new(key);
        let bytes = decrypt(&key, &context("record", person, release), &kept.sealed)?;
        decode(person, release, &bytes)
    });
    let changed = || {
        failed(format!(
            "what stays of `{person}` was changed outside this program"
        ))
    };
    record.ok_or_else(changed)
}

fn row(row: &Row<'_>) -> rusqlite::Result<KeptRecord> {
    Ok(KeptRecord {
        person: row.get(0)?,
        release: row.get(1)?,
        key: WrappedKey(row.get(2)?),
        sealed: row.get(3)?,
    })
}

const PUT: &str =
    "INSERT OR REPLACE INTO retained (person, release, key, sealed) VALUES (?1, ?2, ?3, ?4)";

impl SqliteVault {
    fn one(&self, query: &str, of: impl Params) -> Result<Option<Retained>, VaultError> {
        let connection = self.connection();
        let mut query = connection.prepare_cached(query).map_err(failed)?;
        let found = query.query_row(of, row).optional().map_err(failed)?;
        found.map(|kept| opened(&self.keys, &kept)).transpose()
    }
}

impl RetainedStore for SqliteVault {
    fn retain(&self, records: &[Retained]) -> Result<(), VaultError> {
        let kept = records.iter().map(|record| sealed(&self.keys, record));
        self.bring_back_retained(&kept.collect::<Result<Vec<_>, _>>()?)
    }

    fn retained(&self, person: &str) -> Result<Vec<Retained>, VaultError> {
        let connection = self.connection();
        let query = "SELECT person, release, key, sealed FROM retained WHERE person = ?1";
        let mut query = connection.prepare_cached(query).map_err(failed)?;
        let rows = query.query_map([person], row).map_err(failed)?;
        rows.map(|kept| opened(&self.keys, &kept.map_err(failed)?))
            .collect()
    }

    fn any_retained(&self, person: &str) -> Result<Option<Retained>, VaultError> {
        let query = "SELECT person, release, key, sealed FROM retained WHERE person = ?1 LIMIT 1";
        self.one(query, [person])
    }

    fn retained_for(&self, person: &str, release: &str) -> Result<Option<Retained>, VaultError> {
        let query =
            "SELECT person, release, key, sealed FROM retained WHERE person = ?1 AND release = ?2";
        self.one(query, [person, release])
    }

    fn all_retained(&self) -> Result<Vec<(String, String)>, VaultError> {
        let connection = self.connection();
        let mut query = connection
            .prepare_cached("SELECT person, release FROM retained")
            .map_err(failed)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.map_err(failed)?
            .map(|row| row.map_err(failed))
            .collect()
    }

    fn forget_retained(&self, person: &str, release: &str) -> Result<bool, VaultError> {
        let delete = "DELETE FROM retained WHERE person = ?1 AND release = ?2";
        let gone = self.write(|transaction| {
            transaction
                .execute(delete, (person, release))
                .map_err(failed)
        })?;
        Ok(gone > 0)
    }

    fn kept_retained(&self) -> Result<Vec<KeptRecord>, VaultError> {
        let connection = self.connection();
        let query = "SELECT person, release, key, sealed FROM retained ORDER BY person, release";
        let mut query = connection.prepare_cached(query).map_err(failed)?;
        let rows = query.query_map([], row).map_err(failed)?;
        rows.map(|kept| kept.map_err(failed)).collect()
    }

    fn bring_back_retained(&self, records: &[KeptRecord]) -> Result<(), VaultError> {
        self.write(|transaction| {
            let mut put = transaction.prepare_cached(PUT).map_err(failed)?;
            for kept in records {
                let values = (&kept.person, &kept.release, &kept.key.0, &kept.sealed);
                put.execute(values).map_err(failed)?;
            }
            Ok(())
        })
    }
}
