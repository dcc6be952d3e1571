//! A data directory whose ledger is in a PostgreSQL database.

use std::path::Path;
use std::time::{Duration, Instant};

use holdpoint_durable::Lock;
use holdpoint_engine::{Fleet, transfer};
use holdpoint_ports::{Batch, LedgerReader, LedgerStore, StoreError, UsedKey};
use holdpoint_postgres::{Address, PostgresLedger};
use holdpoint_sqlite::SqliteLedger;

use super::{Joining, PATIENCE, Whereabouts, joining, place};
use crate::error::Failure;

/// The database that a URL names.
pub(crate) fn address(url: &str) -> Result<Address, Failure> {
    url.parse()
        .map_err(|error: holdpoint_postgres::AddressError| {
            let message = "the database's URL cannot be used";
            let help = "write `postgres://USER@HOST/DATABASE`, and the password in `PGPASSWORD`";
            Failure::input("database-url", message)
                .because(&error)
                .help(help)
        })
}

/// What a database's error means to people.
pub(crate) fn failed(address: &Address, error: &StoreError) -> Failure {
    let cause: &dyn std::error::Error = match error {
        StoreError::Failed(inner) => &**inner,
        other => other,
    };
    let said = |code: &str, what: &str| {
        Failure::failed(code, format!("the database `{address}` {what}")).because(cause)
    };
    match error {
        StoreError::InUse { .. } => said("database-in-use", "is in use by another server")
            .help("stop that one first; if it was killed, wait some seconds"),
        StoreError::Newer { .. } => said("database-newer", "was written by a newer version")
            .help("use that version of holdpoint, or a newer one"),
        _ => said("database", "cannot be used"),
    }
}

/// The ledger in the database, if the directory's is in one. Says so if it is and nobody said where.
pub(super) fn store(at: &Whereabouts<'_>) -> Result<Option<Box<dyn LedgerStore>>, Failure> {
    let path = at.place.join(place::DATABASE);
    let Some(address) = at.database else {
        return match std::fs::read_to_string(&path) {
            Ok(named) => Err(missing(at.place, named.trim())),
            Err(_) => Ok(None),
        };
    };
    let lock = begin(at.place, address)?;
    let ledger = PostgresLedger::open(address.clone()).map_err(|error| failed(address, &error))?;
    note(at.place, address)?;
    Ok(Some(Box::new(Locked {
        ledger,
        _lock: lock,
    })))
}

/// The ledger in the database, as other servers have it too, and the lock on the directory that belongs to it here.
pub(super) fn shared(at: &Whereabouts<'_>, how: &Joining) -> Result<(Fleet, Lock), Failure> {
    let (Some(address), Some(_)) = (at.database, at.vault) else {
        let message = "several servers need ledger and people in a database";
        return Err(Failure::input("fleet", message)
            .help("say where with `--database-url` and `--vault-url`"));
    };
    let lock = begin(at.place, address)?;
    let fleet = joining::fleet(at.place, address, how)?;
    note(at.place, address)?;
    Ok((fleet, lock))
}

/// Makes the directory if need be, and locks it; a ledger that it has itself has to be in the database.
fn begin(place: &Path, address: &Address) -> Result<Lock, Failure> {
    holdpoint_durable::create_directories(place)
        .map_err(|error| Failure::file("make", place, &error))?;
    if !place.join(place::DATABASE).exists() && place::has_ledger(place) {
        compare(place, address)?;
    }
    lock(place)
}

/// Notes in which database the ledger is.
fn note(place: &Path, address: &Address) -> Result<(), Failure> {
    let path = place.join(place::DATABASE);
    if path.exists() {
        return Ok(());
    }
    std::fs::write(&path, format!("{address}\n"))
        .map_err(|error| Failure::file("write", &path, &error))
}

/// The ledger is in the directory again.
pub(crate) fn returned(place: &Path) -> Result<(), Failure> {
    let path = place.join(place::DATABASE);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file("remove", &path, &error))
        }
        _ => Ok(()),
    }
}

pub(super) fn missing(place: &Path, named: &str) -> Failure {
    let message = format!("the ledger of `{}` is in a database", place.display());
    Failure::input("database-missing", message).help(format!(
        "name it with `--database-url` or in `HOLDPOINT_DATABASE_URL`; it was `{named}`"
    ))
}

/// Waits for other commands that have the directory open.
fn lock(place: &Path) -> Result<Lock, Failure> {
    let begun = Instant::now();
    loop {
        let wrong = |error| Failure::file("lock", place, &error);
        if let Some(lock) = Lock::take(&place.join("ledger.lock")).map_err(wrong)? {
            return Ok(lock);
        }
        if begun.elapsed() >= PATIENCE {
            let message = format!("another process has `{}` open", place.display());
            return Err(Failure::failed("data", message));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A ledger that the directory has itself has to be the beginning of the one in the database: then it was copied.
fn compare(place: &Path, address: &Address) -> Result<(), Failure> {
    let own = SqliteLedger::open(place).and_then(|own| own.reader());
    let own = own.map_err(|error| {
        let message = format!("the data directory `{}` cannot be opened", place.display());
        Failure::failed("data", message).because(&error)
    })?;
    let there =
        holdpoint_postgres::look(address.clone()).map_err(|error| failed(address, &error))?;
    let message = format!(
        "`{}` has a ledger of its own, which is not in the database",
        place.display()
    );
    let other = Failure::input("database-other", message)
        .help("`holdpoint ledger copy DIR URL` copies it there");
    match there.map(|there| transfer::plan(&*there, Some(&*own))) {
        Some(Ok(_)) => Ok(()),
        Some(Err(error)) => Err(other.because(&error)),
        None if matches!(own.head(), Ok(None)) => Ok(()),
        None => Err(other),
    }
}

/// A ledger in a database, with the lock on the directory that it belongs to.
struct Locked {
    ledger: PostgresLedger,
    _lock: Lock,
}

impl LedgerStore for Locked {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.ledger.append(batch)
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        self.ledger.forget_idempotency(time_ms)
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.ledger.keep_used(keys)
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        self.ledger.reader()
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_ports::StoreError;

    use super::{address, failed};

    #[test]
    fn each_error_has_a_code_and_none_the_password() {
        let address = address("postgres://anna:sesame@db/ledger").unwrap();
        let place = address.to_string();
        let newer = StoreError::Newer { found: 9, known: 1 };
        for (error, code) in [
            (newer, "database-newer"),
            (StoreError::InUse { place }, "database-in-use"),
            (StoreError::Failed("the disk is full".into()), "database"),
            (StoreError::Deposed, "database"),
        ] {
            let failure = failed(&address, &error);
            assert_eq!(failure.code, code);
            let said = format!("{failure:?}");
            assert!(said.contains("postgres://anna@db"), "{said}");
            assert!(!said.contains("sesame"), "{said}");
        }
    }
}
