//! The keys that were used lately, so that most entries cost no look-up.

use std::collections::HashMap;

use holdpoint_ports::StoreError;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{failed, loaded};

/// How many keys a generation holds; there are two of them, together some 4 MiB.
const GENERATION: usize = 16 * 1024;

/// What the writer knows of a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) id: i64,
    /// None as long as nobody asked.
    pub(crate) subject: Option<Subject>,
}

/// What the writer knows of a key as a subject.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    /// Whether an entry changed it already.
    pub(crate) exists: bool,
    /// Where it was opened, if it is open.
    pub(crate) opened: Option<u64>,
}

/// Two generations: what was not used while one filled up is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    young: HashMap<String, Key>,
    old: HashMap<String, Key>,
}

impl Keys {
    /// Forgets everything, as after a batch that was not kept.
    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    /// The key called `name`, numbered `next` if it is new.
    pub(crate) fn find(
        &mut self,
        connection: &Connection,
        name: &str,
        next: &mut i64,
    ) -> Result<Key, StoreError> {
        if let Some(key) = self.young.get(name) {
            return Ok(*key);
        }
        let key = match self.old.remove(name) {
            Some(key) => key,
            None => number(connection, name, next)?,
        };
        self.keep(name, key);
        Ok(key)
    }

    /// As [`Keys::find`], with what is known of it as a subject.
    pub(crate) fn find_subject(
        &mut self,
        connection: &Connection,
        name: &str,
        next: &mut i64,
    ) -> Result<(i64, Subject), StoreError> {
        let key = self.find(connection, name, next)?;
        let subject = match key.subject {
            Some(subject) => subject,
            None => load_subject(connection, key.id)?,
        };
        Ok((key.id, subject))
    }

    /// Remembers what a key is now.
    pub(crate) fn keep(&mut self, name: &str, key: Key) {
        if let Some(place) = self.young.get_mut(name) {
            *place = key;
            return;
        }
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(name.to_owned(), key);
    }
}

/// The number of a key.
pub(crate) fn id_of(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    connection
        .prepare_cached("SELECT id FROM key WHERE name = ?1")
        .and_then(|mut query| query.query_row([name], |row| row.get(0)).optional())
        .map_err(failed)
}

fn load_subject(connection: &Connection, id: i64) -> Result<Subject, StoreError> {
    let query = "SELECT EXISTS (SELECT 1 FROM subject WHERE key = ?1),
                        (SELECT opened FROM open WHERE key = ?1)";
    let (exists, opened): (bool, Option<i64>) = connection
        .prepare_cached(query)
        .and_then(|mut query| query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(failed)?;
    Ok(Subject {
        exists,
        opened: opened.map(loaded).transpose()?,
    })
}

/// The key in the table, numbered `next` if it is new: most that were not used lately are, so it is inserted
/// without looking first.
fn number(connection: &Connection, name: &str, next: &mut i64) -> Result<Key, StoreError> {
    let id = *next;
    let inserted = connection
        .prepare_cached("INSERT INTO key (name, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .and_then(|mut insert| insert.execute((name, id)))
        .map_err(failed)?;
    if inserted == 0 {
        let id = id_of(connection, name)?
            .ok_or_else(|| StoreError::Damaged(format!("the key `{name}` is there and is not")))?;
        return Ok(Key { id, subject: None });
    }
    *next = id + 1;
    let subject = Subject {
        exists: false,
        opened: None,
    };
    Ok(Key {
        id,
        subject: Some(subject),
    })
}
