//! The logs that a witness knows.

use std::collections::BTreeMap;

use holdpoint_ledger::note::VerifierKey;
use rusqlite::params;

use super::round::{cosigned, read};
use super::{Fork, LogRow, Register, RegisterError};

impl Register {
    /// Every log that is known, by origin.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn logs(&self) -> Result<Vec<LogRow>, RegisterError> {
        let keys = self.keys()?;
        keys.into_iter()
            .map(|(origin, keys)| {
                let cosigned = cosigned(&self.connection, &origin)?;
                let forks = self.forks(&origin)?;
                Ok(LogRow {
                    origin,
                    keys,
                    cosigned,
                    forks,
                })
            })
            .collect()
    }

    /// The keys of every log that is known, by origin.
    pub(crate) fn keys(&self) -> Result<BTreeMap<String, Vec<VerifierKey>>, RegisterError> {
        let mut asked = self
            .connection
            .prepare_cached("SELECT origin, key FROM log ORDER BY origin, key")?;
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut keys: BTreeMap<String, Vec<VerifierKey>> = BTreeMap::new();
        for row in rows {
            let (origin, key): (String, String) = row?;
            let key = key
                .parse()
                .map_err(|error| RegisterError::Damaged(format!("{error}")))?;
            keys.entry(origin).or_default().push(key);
        }
        Ok(keys)
    }

    /// Forks that a log has signed, oldest first.
    fn forks(&self, origin: &str) -> Result<Vec<Fork>, RegisterError> {
        let mut asked = self.connection.prepare_cached(
            "SELECT size, time, note, cosigned FROM fork WHERE origin = ?1 ORDER BY number",
        )?;
        let rows = asked.query_map([origin], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        rows.map(|row| {
            let (size, time, note, cosigned) = row?;
            Ok(Fork {
                size: read(size)?,
                time: read(time)?,
                note,
                cosigned,
            })
        })
        .collect()
    }

    /// Knows one more key of a log from now on; whether it was new.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn add(
        &mut self,
        origin: &str,
        key: &VerifierKey,
        seconds: u64,
    ) -> Result<bool, RegisterError> {
        let changed = self.connection.execute(
            "INSERT OR IGNORE INTO log (origin, key, added) VALUES (?1, ?2, ?3)",
            params![
                origin,
                key.to_string(),
                i64::try_from(seconds).unwrap_or(i64::MAX)
            ],
        )?;
        Ok(changed > 0)
    }

    /// Knows a log no more; whether it did. What was cosigned stays known, so that a log which is added again
    /// later cannot begin anew.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn remove(&mut self, origin: &str) -> Result<bool, RegisterError> {
        let changed = self
            .connection
            .execute("DELETE FROM log WHERE origin = ?1", [origin])?;
        Ok(changed > 0)
    }
}
