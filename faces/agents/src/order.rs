//! What an agent is asked to do: the entries of a run up to the intent of the step, each with its proof, under one signed
//! checkpoint.
//!
//! On the wire it is JSON, compressed (zlib, RFC 1950). Hashes are in base64, as everywhere in logs of C2SP.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use holdpoint_engine::{Backed, Backing};
use holdpoint_ledger::Hash;
use serde::{Deserialize, Serialize};

/// An order holds no more than that when it is unpacked: bytes.
const MOST: u64 = 64 << 20;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The position of the intent, which is the key of the step.
    pub(crate) position: u64,
    /// A checkpoint, as it was signed.
    pub(crate) checkpoint: String,
    /// The entries of the run.
    pub(crate) entries: Vec<Proven>,
}

/// An entry, and that it stands at its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proven {
    pub(crate) position: u64,
    pub(crate) entry: String,
    pub(crate) hashes: Vec<String>,
}

/// Why bytes are no order, or an order cannot be said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("it cannot be unpacked: {0}")]
    Packed(#[from] std::io::Error),
    #[error("it is no order: {0}")]
    Json(#[from] serde_json::Error),
    #[error("an entry of the ledger is no text")]
    Text,
}

impl Order {
    /// The order for the step whose intent stands at that position.
    pub(crate) fn of(position: u64, backing: Backing) -> Result<Self, Unreadable> {
        let entries = backing.entries.into_iter().map(proven);
        Ok(Self {
            position,
            checkpoint: text(backing.checkpoint)?,
            entries: entries.collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn pack(&self) -> Result<Vec<u8>, Unreadable> {
        // Quick, and small enough.
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&serde_json::to_vec(self)?)?;
        Ok(packed.finish()?)
    }

    pub(crate) fn unpack(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut plain = Vec::new();
        let unpacked = ZlibDecoder::new(bytes);
        unpacked.take(MOST).read_to_end(&mut plain)?;
        Ok(serde_json::from_slice(&plain)?)
    }
}

fn proven(backed: Backed) -> Result<Proven, Unreadable> {
    Ok(Proven {
        position: backed.position,
        entry: text(backed.entry)?,
        hashes: backed.hashes.iter().map(Hash::to_base64).collect(),
    })
}

fn text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|_| Unreadable::Text)
}

/// Hashes as they are written here.
pub(crate) fn hashes(texts: &[String]) -> Option<Vec<Hash>> {
    let read = texts.iter().map(|text| Hash::from_base64(text).ok());
    read.collect()
}
