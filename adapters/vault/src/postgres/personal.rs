//! What belongs to one person alone.

use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing, VaultError};

use super::PostgresVault;
use super::rows::{Values, column, give, row, rows};
use crate::people::{self, unknown};
use crate::personal::{open, place, seal};

/// Says whether it is there as it was to be: also when it was kept before its answer was lost.
const KEEP_NEW: &str = "
WITH kept AS (
  INSERT INTO holdpoint_vault.personal (hash, person, kind, sealed) VALUES ($1, $2, $3, $4)
  ON CONFLICT (hash) DO NOTHING RETURNING hash
)
SELECT hash FROM kept
UNION ALL SELECT hash FROM holdpoint_vault.personal WHERE hash = $1 AND sealed = $4";

const KEEP: &str = "
INSERT INTO holdpoint_vault.personal (hash, person, kind, sealed) VALUES ($1, $2, $3, $4)
ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed RETURNING hash";

impl PostgresVault {
    fn keep(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
        how: &'static str,
    ) -> Result<bool, VaultError> {
        let hash = place(&self.keys, person, kind, &thing.name);
        let key = self.key(person)?.ok_or_else(|| unknown(person))?;
        let sealed = seal(&key, kind, person, thing)?;
        let values: Values<'_> = &[&hash.as_slice(), &person, &kind.as_str(), &sealed];
        give(&self.database, person, how, values)
    }
}

impl PersonalStore for PostgresVault {
    fn personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<Option<String>, VaultError> {
        let query = "SELECT key, sealed FROM holdpoint_vault.personal
                     JOIN holdpoint_vault.person ON person.id = personal.person WHERE hash = $1";
        let hash = place(&self.keys, person, kind, name);
        let Some(row) = row(&self.database, query, &[&hash.as_slice()])? else {
            return Ok(None);
        };
        let key = people::unwrap(&self.keys, person, column(&row, 0)?)?;
        Ok(Some(open(&key, kind, person, column(&row, 1)?)?.text))
    }

    fn personal_all(
        &self,
        person: &str,
        kind: PersonalKind,
    ) -> Result<Vec<PersonalThing>, VaultError> {
        let Some(key) = self.key(person)? else {
            return Ok(Vec::new());
        };
        let query = "SELECT sealed FROM holdpoint_vault.personal WHERE kind = $1 AND person = $2";
        let rows = rows(&self.database, query, &[&kind.as_str(), &person])?;
        let things = rows
            .iter()
            .map(|row| open(&key, kind, person, column(row, 0)?));
        let mut things = things.collect::<Result<Vec<_>, _>>()?;
        things.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(things)
    }

    fn personal_everywhere(
        &self,
        kind: PersonalKind,
    ) -> Result<Vec<(String, PersonalThing)>, VaultError> {
        let query = "SELECT person.id, key, sealed FROM holdpoint_vault.personal
                     JOIN holdpoint_vault.person ON person.id = personal.person
                     WHERE kind = $1 ORDER BY person.id";
        let mut things = Vec::new();
        for row in &rows(&self.database, query, &[&kind.as_str()])? {
            let person: String = column(row, 0)?;
            let key = people::unwrap(&self.keys, &person, column(row, 1)?)?;
            let thing = open(&key, kind, &person, column(row, 2)?)?;
            things.push((person, thing));
        }
        Ok(things)
    }

    fn keep_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<(), VaultError> {
        self.keep(person, kind, thing, KEEP).map(drop)
    }

    fn keep_new_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<bool, VaultError> {
        self.keep(person, kind, thing, KEEP_NEW)
    }

    fn forget_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<bool, VaultError> {
        let delete = "DELETE FROM holdpoint_vault.personal WHERE hash = $1 RETURNING hash";
        let hash = place(&self.keys, person, kind, name);
        Ok(row(&self.database, delete, &[&hash.as_slice()])?.is_some())
    }
}
