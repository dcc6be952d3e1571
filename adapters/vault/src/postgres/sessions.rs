//! The session port.

use holdpoint_ports::{Elsewhere, Lifetime, Millis, Sessions, SignedIn, VaultError};
use holdpoint_postgres::Row;

use super::PostgresVault;
use super::rows::{Values, column, count, give, row, rows};
use crate::names::elsewhere_hash;
use crate::session::{self, EXACTNESS, csrf};
use crate::token::hash;

const START: &str = "
WITH swept AS (
  DELETE FROM holdpoint_vault.session WHERE expires <= $4 OR seen + idle <= $4
)
INSERT INTO holdpoint_vault.session (hash, id, person, created, seen, idle, expires)
VALUES ($1, $2, $3, $4, $4, $5, $6) ON CONFLICT (hash) DO NOTHING";

impl Sessions for PostgresVault {
    fn start_session(
        &self,
        person: &str,
        lifetime: Lifetime,
        now: Millis,
    ) -> Result<(String, SignedIn), VaultError> {
        let (token, signed_in) = session::fresh(&self.keys, person, lifetime, now)?;
        let hash = hash(&token);
        let values: Values<'_> = &[
            &hash.as_slice(),
            &signed_in.id,
            &person,
            &now,
            &lifetime.idle,
            &signed_in.expires,
        ];
        give(&self.database, person, START, values)?;
        Ok((token, signed_in))
    }

    fn session(&self, token: &str, now: Millis) -> Result<Option<SignedIn>, VaultError> {
        let query = "SELECT id, person, created, seen, expires FROM holdpoint_vault.session
                     WHERE hash = $1 AND expires > $2 AND seen + idle > $2";
        let hash = hash(token);
        let Some(row) = row(&self.database, query, &[&hash.as_slice(), &now])? else {
            return Ok(None);
        };
        let found = signed_in(&row, csrf(&self.keys, token))?;
        if now.saturating_sub(found.seen) < EXACTNESS {
            return Ok(Some(found));
        }
        // The clocks of servers differ: it never goes back.
        let update = "UPDATE holdpoint_vault.session SET seen = greatest(seen, $2) WHERE hash = $1";
        rows(&self.database, update, &[&hash.as_slice(), &now])?;
        Ok(Some(SignedIn { seen: now, ..found }))
    }

    fn sessions(&self, person: &str, now: Millis) -> Result<Vec<SignedIn>, VaultError> {
        let query = "SELECT id, person, created, seen, expires FROM holdpoint_vault.session
                     WHERE person = $1 AND expires > $2 AND seen + idle > $2 ORDER BY created DESC, id";
        let rows = rows(&self.database, query, &[&person, &now])?;
        rows.iter()
            .map(|row| signed_in(row, String::new()))
            .collect()
    }

    fn end_sessions(&self, person: &str, id: Option<&str>) -> Result<u64, VaultError> {
        let delete = "WITH gone AS (
                        DELETE FROM holdpoint_vault.session
                        WHERE person = $1 AND ($2::text IS NULL OR id = $2) RETURNING hash
                      )
                      SELECT count(*) FROM gone";
        count(row(&self.database, delete, &[&person, &id])?.as_ref())
    }

    fn issue_link(&self, person: &str, expires: Millis) -> Result<String, VaultError> {
        let token = crate::link::fresh()?;
        let insert = "INSERT INTO holdpoint_vault.link (hash, person, expires) VALUES ($1, $2, $3)
                      ON CONFLICT (hash) DO NOTHING";
        let hash = hash(&token);
        give(
            &self.database,
            person,
            insert,
            &[&hash.as_slice(), &person, &expires],
        )?;
        Ok(token)
    }

    fn redeem_link(&self, token: &str, now: Millis) -> Result<Option<String>, VaultError> {
        let delete = "WITH gone AS (
                        DELETE FROM holdpoint_vault.link WHERE hash = $1 OR expires <= $2
                        RETURNING hash, person, expires
                      )
                      SELECT person FROM gone WHERE hash = $1 AND expires > $2";
        let found = row(&self.database, delete, &[&hash(token).as_slice(), &now])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    fn has_password(&self, person: &str) -> Result<bool, VaultError> {
        let query = "SELECT password IS NOT NULL FROM holdpoint_vault.person WHERE id = $1";
        let found = row(&self.database, query, &[&person])?;
        found.map_or(Ok(false), |row| column(&row, 0))
    }

    fn identify(&self, person: &str, elsewhere: Elsewhere<'_>) -> Result<(), VaultError> {
        let hash = elsewhere_hash(&self.keys, elsewhere);
        self.call(person, &hash, elsewhere.name)
    }

    fn identified(&self, elsewhere: Elsewhere<'_>) -> Result<Option<String>, VaultError> {
        self.called(&elsewhere_hash(&self.keys, elsewhere))
    }

    fn unidentify(&self, elsewhere: Elsewhere<'_>) -> Result<bool, VaultError> {
        let delete = "DELETE FROM holdpoint_vault.system_user WHERE hash = $1 RETURNING person";
        let hash = elsewhere_hash(&self.keys, elsewhere);
        Ok(row(&self.database, delete, &[&hash.as_slice()])?.is_some())
    }

    fn end_all(&self, person: &str) -> Result<(), VaultError> {
        let delete = "WITH session AS (DELETE FROM holdpoint_vault.session WHERE person = $1),
                      link AS (DELETE FROM holdpoint_vault.link WHERE person = $1)
                      DELETE FROM holdpoint_vault.token WHERE person = $1";
        rows(&self.database, delete, &[&person]).map(drop)
    }
}

fn signed_in(row: &Row, csrf: String) -> Result<SignedIn, VaultError> {
    Ok(SignedIn {
        id: column(row, 0)?,
        person: column(row, 1)?,
        csrf,
        created: column(row, 2)?,
        seen: column(row, 3)?,
        expires: column(row, 4)?,
    })
}
