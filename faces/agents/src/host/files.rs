//! Where bytes are read from that the server is sent.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_courier::Digest;
use holdpoint_courier::courier::Source;
use holdpoint_executor::Hands;
use holdpoint_ports::{BlobStore, StepOutput as _};

use crate::pieces::Readings;

/// Logs of steps that run, and of those that have ended with what Holdpoint said of them besides.
pub(super) struct Written {
    hands: Arc<Hands>,
    blobs: Arc<dyn BlobStore>,
    ended: Mutex<HashMap<u64, Digest>>,
}

impl Written {
    pub(super) fn new(hands: Arc<Hands>, blobs: Arc<dyn BlobStore>) -> Self {
        Self {
            hands,
            blobs,
            ended: Mutex::default(),
        }
    }

    /// The log of a step that has ended, which begins with what was written while it ran.
    pub(super) fn ended(&self, key: u64, log: Digest) {
        self.locked().insert(key, log);
    }

    pub(super) fn forget(&self, key: u64) {
        self.locked().remove(&key);
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Digest>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the courier reads.
pub(super) struct Shelf {
    written: Arc<Written>,
    readings: Readings,
}

impl Shelf {
    pub(super) fn new(written: Arc<Written>) -> Self {
        Self {
            written,
            readings: Readings::default(),
        }
    }

    fn blob(&mut self, who: &str, digest: Digest, at: (u64, usize)) -> io::Result<Vec<u8>> {
        let at = (at.0, at.1 as u64);
        let read = self.readings.read(who, digest, at, &*self.written.blobs);
        let found = read.map_err(io::Error::other)?;
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Source for Shelf {
    fn log(&mut self, key: u64, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let ended = self.written.locked().get(&key).copied();
        match ended {
            Some(log) => self.blob(&key.to_string(), log, (offset, most)),
            None => {
                let bytes = self.written.hands.written(key, offset, most as u64);
                Ok(bytes.unwrap_or_default())
            }
        }
    }

    fn file(&mut self, digest: Digest, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        self.blob("", digest, (offset, most))
    }
}
