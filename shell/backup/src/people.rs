//! People in files: what the vault keeps of them, and their keys.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_ports::{KeptPerson, KeptRecord, KeptThing, KeptToken, Millis, WrappedKey};
use serde::{Deserialize, Serialize};

use crate::error::BackupError;

/// Bytes as base64.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

impl Bytes {
    fn hash(self) -> Result<[u8; 32], BackupError> {
        let hash = self.0.try_into();
        hash.map_err(|_| BackupError::Damaged("a hash has not 32 bytes".to_owned()))
    }
}

/// A person as they stand in the file; what may be added later has a default.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    profile: Bytes,
    password: Option<Bytes>,
    names: Vec<Bytes>,
    users: Vec<Bytes>,
    tokens: Vec<(Bytes, Bytes, Option<Millis>)>,
    things: Vec<(Bytes, String, Bytes)>,
}

/// The text of a file with these people.
pub(crate) fn encode(people: Vec<KeptPerson>) -> Result<Vec<u8>, BackupError> {
    let bytes = |hash: &[u8; 32]| Bytes(hash.to_vec());
    let row = |kept: KeptPerson| {
        let tokens = kept.tokens.into_iter();
        let things = kept.things.into_iter();
        let row = Row {
            profile: Bytes(kept.profile),
            password: kept.password.map(Bytes),
            names: kept.names.iter().map(bytes).collect(),
            users: kept.users.iter().map(bytes).collect(),
            tokens: tokens
                .map(|one| (bytes(&one.hash), Bytes(one.label), one.expires))
                .collect(),
            things: things
                .map(|one| (bytes(&one.hash), one.kind, Bytes(one.sealed)))
                .collect(),
        };
        (kept.person, row)
    };
    let rows: BTreeMap<String, Row> = people.into_iter().map(row).collect();
    serde_json::to_vec(&rows).map_err(|error| BackupError::Malformed(error.to_string()))
}

/// The people in the text of a file.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<KeptPerson>, BackupError> {
    let rows: BTreeMap<String, Row> = serde_json::from_slice(text)
        .map_err(|error| BackupError::Damaged(format!("its people: {error}")))?;
    rows.into_iter().map(person).collect()
}

fn person((person, row): (String, Row)) -> Result<KeptPerson, BackupError> {
    let token = |(hash, label, expires): (Bytes, Bytes, _)| {
        Ok(KeptToken {
            hash: hash.hash()?,
            label: label.0,
            expires,
        })
    };
    let thing = |(hash, kind, sealed): (Bytes, _, Bytes)| {
        Ok(KeptThing {
            hash: hash.hash()?,
            kind,
            sealed: sealed.0,
        })
    };
    let hashes = |hashes: Vec<Bytes>| -> Result<_, BackupError> {
        hashes.into_iter().map(Bytes::hash).collect()
    };
    Ok(KeptPerson {
        person,
        profile: row.profile.0,
        password: row.password.map(|bytes| bytes.0),
        names: hashes(row.names)?,
        users: hashes(row.users)?,
        tokens: row
            .tokens
            .into_iter()
            .map(token)
            .collect::<Result<_, BackupError>>()?,
        things: row
            .things
            .into_iter()
            .map(thing)
            .collect::<Result<_, BackupError>>()?,
    })
}

/// The text of a file with what stays of people who were erased.
pub(crate) fn encode_records(records: Vec<KeptRecord>) -> Result<Vec<u8>, BackupError> {
    let rows = records.into_iter();
    let rows: Vec<_> = rows
        .map(|kept| (kept.person, kept.release, Bytes(kept.sealed)))
        .collect();
    serde_json::to_vec(&rows).map_err(|error| BackupError::Malformed(error.to_string()))
}

/// What stays, by the text of a file, where `key` gives its key.
pub(crate) fn decode_records(
    text: &[u8],
    key: impl Fn(&str, &str) -> Option<WrappedKey>,
) -> Result<Vec<KeptRecord>, BackupError> {
    let rows: Vec<(String, String, Bytes)> = serde_json::from_slice(text)
        .map_err(|error| BackupError::Damaged(format!("what stays of people: {error}")))?;
    let record = |(person, release, Bytes(sealed)): (String, String, Bytes)| {
        let key = key(&person, &release)?;
        Some(KeptRecord {
            person,
            release,
            key,
            sealed,
        })
    };
    Ok(rows.into_iter().filter_map(record).collect())
}
