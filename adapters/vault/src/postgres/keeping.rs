//! Rows as they are kept, for backups: read by one statement, brought back by one.

use holdpoint_ports::{KeptPerson, KeptThing, KeptToken, VaultError, VaultKeeping, WrappedKey};
use holdpoint_postgres::{Row, ToSql};

use super::PostgresVault;
use super::rows::{column, rows};
use crate::error::failed;

const ALL: &str = "
SELECT id, key, profile, password,
  ARRAY(SELECT hash FROM holdpoint_vault.name one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT hash FROM holdpoint_vault.system_user one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT hash FROM holdpoint_vault.token one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT label FROM holdpoint_vault.token one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT expires FROM holdpoint_vault.token one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT hash FROM holdpoint_vault.personal one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT one.kind FROM holdpoint_vault.personal one WHERE one.person = id ORDER BY hash),
  ARRAY(SELECT sealed FROM holdpoint_vault.personal one WHERE one.person = id ORDER BY hash)
FROM holdpoint_vault.person ORDER BY id";

/// All or none, and only where nobody is.
const BRING: &str = "
WITH empty AS (
  UPDATE holdpoint_vault.vault SET revision = revision + 1
  WHERE NOT EXISTS (SELECT FROM holdpoint_vault.person) RETURNING id
), person AS (
  INSERT INTO holdpoint_vault.person (id, key, profile, password)
  SELECT new.* FROM empty, unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[]) AS new
), name AS (
  INSERT INTO holdpoint_vault.name (hash, person) SELECT new.* FROM empty, unnest($5::bytea[], $6::text[]) AS new
), system_user AS (
  INSERT INTO holdpoint_vault.system_user (hash, person)
  SELECT new.* FROM empty, unnest($7::bytea[], $8::text[]) AS new
), token AS (
  INSERT INTO holdpoint_vault.token (hash, person, label, expires)
  SELECT new.* FROM empty, unnest($9::bytea[], $10::text[], $11::bytea[], $12::bigint[]) AS new
), personal AS (
  INSERT INTO holdpoint_vault.personal (hash, person, kind, sealed)
  SELECT new.* FROM empty, unnest($13::bytea[], $14::text[], $15::text[], $16::bytea[]) AS new
)
SELECT id FROM empty";

fn hash(bytes: Vec<u8>) -> Result<[u8; 32], VaultError> {
    let hash = bytes.try_into();
    hash.map_err(|_| failed("a hash in the vault has not 32 bytes"))
}

fn hashes(row: &Row, at: usize) -> Result<Vec<[u8; 32]>, VaultError> {
    let hashes: Vec<Vec<u8>> = column(row, at)?;
    hashes.into_iter().map(hash).collect()
}

fn tokens(row: &Row) -> Result<Vec<KeptToken>, VaultError> {
    let labels: Vec<Vec<u8>> = column(row, 7)?;
    let expires: Vec<Option<i64>> = column(row, 8)?;
    let rest = labels.into_iter().zip(expires);
    let both = hashes(row, 6)?.into_iter().zip(rest);
    let token = |(hash, (label, expires))| KeptToken {
        hash,
        label,
        expires,
    };
    Ok(both.map(token).collect())
}

fn things(row: &Row) -> Result<Vec<KeptThing>, VaultError> {
    let kinds: Vec<String> = column(row, 10)?;
    let sealed: Vec<Vec<u8>> = column(row, 11)?;
    let rest = kinds.into_iter().zip(sealed);
    let both = hashes(row, 9)?.into_iter().zip(rest);
    let thing = |(hash, (kind, sealed))| KeptThing { hash, kind, sealed };
    Ok(both.map(thing).collect())
}

fn person(row: &Row) -> Result<(KeptPerson, WrappedKey), VaultError> {
    let kept = KeptPerson {
        person: column(row, 0)?,
        profile: column(row, 2)?,
        password: column(row, 3)?,
        names: hashes(row, 4)?,
        users: hashes(row, 5)?,
        tokens: tokens(row)?,
        things: things(row)?,
    };
    Ok((kept, WrappedKey(column(row, 1)?)))
}

fn whose<T>(owned: &[(&str, T)]) -> Box<dyn ToSql + Sync> {
    let whose = owned.iter().map(|(person, _)| (*person).to_owned());
    Box::new(whose.collect::<Vec<String>>())
}

fn bytes(bytes: impl Iterator<Item = Vec<u8>>) -> Box<dyn ToSql + Sync> {
    Box::new(bytes.collect::<Vec<Vec<u8>>>())
}

/// What belongs to people, each with the person whose it is.
fn owned<T>(
    people: &[(KeptPerson, WrappedKey)],
    of: impl Fn(&KeptPerson) -> &[T],
) -> Vec<(&str, &T)> {
    let each = people.iter().flat_map(|(kept, _)| {
        let things = of(kept).iter();
        things
            .map(|thing| (kept.person.as_str(), thing))
            .collect::<Vec<_>>()
    });
    each.collect()
}

/// What the statement is given.
fn columns(people: &[(KeptPerson, WrappedKey)]) -> [Box<dyn ToSql + Sync>; 16] {
    let names = owned(people, |kept| &kept.names);
    let users = owned(people, |kept| &kept.users);
    let tokens = owned(people, |kept| &kept.tokens);
    let things = owned(people, |kept| &kept.things);
    let each = || people.iter();
    let ids: Vec<String> = each().map(|(kept, _)| kept.person.clone()).collect();
    let passwords: Vec<Option<Vec<u8>>> = each().map(|(kept, _)| kept.password.clone()).collect();
    let expires: Vec<Option<i64>> = tokens.iter().map(|(_, token)| token.expires).collect();
    let kinds: Vec<String> = things.iter().map(|(_, thing)| thing.kind.clone()).collect();
    [
        Box::new(ids),
        bytes(each().map(|(_, key)| key.0.clone())),
        bytes(each().map(|(kept, _)| kept.profile.clone())),
        Box::new(passwords),
        bytes(names.iter().map(|(_, hash)| hash.to_vec())),
        whose(&names),
        bytes(users.iter().map(|(_, hash)| hash.to_vec())),
        whose(&users),
        bytes(tokens.iter().map(|(_, token)| token.hash.to_vec())),
        whose(&tokens),
        bytes(tokens.iter().map(|(_, token)| token.label.clone())),
        Box::new(expires),
        bytes(things.iter().map(|(_, thing)| thing.hash.to_vec())),
        whose(&things),
        Box::new(kinds),
        bytes(things.iter().map(|(_, thing)| thing.sealed.clone())),
    ]
}

impl VaultKeeping for PostgresVault {
    fn kept(&self) -> Result<Vec<(KeptPerson, WrappedKey)>, VaultError> {
        rows(&self.database, ALL, &[])?.iter().map(person).collect()
    }

    fn bring_back(&self, people: &[(KeptPerson, WrappedKey)]) -> Result<(), VaultError> {
        let values = columns(people);
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| &**value).collect();
        match rows(&self.database, BRING, &values)?.is_empty() {
            false => Ok(()),
            true => Err(failed("the vault has people already")),
        }
    }
}
