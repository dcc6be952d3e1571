//! What stays of people who were erased.

use std::collections::BTreeMap;

use holdpoint_ports::{KeptRecord, Retained, RetainedStore, VaultError, WrappedKey};
use holdpoint_postgres::{Database, Row};

use super::PostgresVault;
use super::rows::{column, rows};
use crate::retained::{opened, sealed};

fn kept(row: &Row) -> Result<KeptRecord, VaultError> {
    Ok(KeptRecord {
        person: column(row, 0)?,
        release: column(row, 1)?,
        key: WrappedKey(column(row, 2)?),
        sealed: column(row, 3)?,
    })
}

const PUT: &str = "
INSERT INTO holdpoint_vault.retained (person, release, key, sealed)
SELECT * FROM unnest ($1::text[], $2::text[], $3::bytea[], $4::bytea[])
ON CONFLICT (person, release) DO UPDATE SET key = excluded.key, sealed = excluded.sealed";

/// Puts records where they belong, in one statement; as often as need be.
pub(super) fn bring(database: &Database, records: &[KeptRecord]) -> Result<(), VaultError> {
    // One statement puts each place once: of several for one the last counts.
    let places = records
        .iter()
        .map(|kept| ((&kept.person, &kept.release), kept));
    let records: Vec<_> = places.collect::<BTreeMap<_, _>>().into_values().collect();
    let of =
        |field: fn(&KeptRecord) -> &str| records.iter().map(|kept| field(kept)).collect::<Vec<_>>();
    let bytes = |field: fn(&KeptRecord) -> &[u8]| {
        records.iter().map(|kept| field(kept)).collect::<Vec<_>>()
    };
    let (people, releases) = (of(|kept| &kept.person), of(|kept| &kept.release));
    let (keys, sealed) = (bytes(|kept| &kept.key.0), bytes(|kept| &kept.sealed));
    rows(database, PUT, &[&people, &releases, &keys, &sealed]).map(drop)
}

impl RetainedStore for PostgresVault {
    fn retain(&self, records: &[Retained]) -> Result<(), VaultError> {
        let kept = records.iter().map(|record| sealed(&self.keys, record));
        self.bring_back_retained(&kept.collect::<Result<Vec<_>, _>>()?)
    }

    fn retained(&self, person: &str) -> Result<Vec<Retained>, VaultError> {
        let query =
            "SELECT person, release, key, sealed FROM holdpoint_vault.retained WHERE person = $1";
        let found = rows(&self.database, query, &[&person])?;
        found
            .iter()
            .map(|row| opened(&self.keys, &kept(row)?))
            .collect()
    }

    fn any_retained(&self, person: &str) -> Result<Option<Retained>, VaultError> {
        let query = "SELECT person, release, key, sealed FROM holdpoint_vault.retained WHERE person = $1 LIMIT 1";
        let found = rows(&self.database, query, &[&person])?;
        let first = found.first();
        first.map(|row| opened(&self.keys, &kept(row)?)).transpose()
    }

    fn retained_for(&self, person: &str, release: &str) -> Result<Option<Retained>, VaultError> {
        let query = "SELECT person, release, key, sealed FROM holdpoint_vault.retained WHERE person = $1 AND release = $2";
        let found = rows(&self.database, query, &[&person, &release])?;
        let first = found.first();
        first.map(|row| opened(&self.keys, &kept(row)?)).transpose()
    }

    fn all_retained(&self) -> Result<Vec<(String, String)>, VaultError> {
        let query = "SELECT person, release FROM holdpoint_vault.retained";
        let found = rows(&self.database, query, &[])?;
        found
            .iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }

    fn forget_retained(&self, person: &str, release: &str) -> Result<bool, VaultError> {
        let delete = "DELETE FROM holdpoint_vault.retained WHERE person = $1 AND release = $2 RETURNING person";
        Ok(!rows(&self.database, delete, &[&person, &release])?.is_empty())
    }

    fn kept_retained(&self) -> Result<Vec<KeptRecord>, VaultError> {
        let query = "SELECT person, release, key, sealed FROM holdpoint_vault.retained ORDER BY person, release";
        rows(&self.database, query, &[])?.iter().map(kept).collect()
    }

    fn bring_back_retained(&self, records: &[KeptRecord]) -> Result<(), VaultError> {
        bring(&self.database, records)
    }
}
