//! What the server keeps of a secret.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

/// What is kept of a [`Secret`](super::Secret): it tells the secret when it comes, and cannot be turned into it.
///
/// No salt and no slow hash: 256 random bits are guessed by nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// SHA-256 of the random bits; 64 hexadecimal digits in JSON.
    #[serde(serialize_with = "written", deserialize_with = "read")]
    pub sha256: [u8; 32],
    /// From when on it counts no more, in seconds since the epoch.
    pub expires: i64,
    /// By what whoever has it may call itself.
    #[serde(default)]
    pub labels: BTreeSet<String>,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Why {
    /// It is another secret.
    #[error("there is no such enrolment secret, or it has been used already: ask for a new one")]
    Wrong,
    /// It counts no more.
    #[error("the enrolment secret has expired {0} seconds ago: ask for a new one")]
    Expired(i64),
    /// The agent would call itself by what it may not.
    #[error("the enrolment secret is not for agents with {}", shown(.0))]
    Labels(Vec<String>),
}

impl Kept {
    /// Whether a secret of that digest is the one. How long it takes does not depend on where they differ.
    pub(super) fn is(&self, digest: &[u8; 32]) -> Result<(), Why> {
        let same = self.sha256.ct_eq(digest);
        bool::from(same).then_some(()).ok_or(Why::Wrong)
    }
}

/// Some of the labels, as an error shows what came from outside.
fn shown(labels: &[String]) -> String {
    let one = |label: &String| {
        let label: String = label
            .chars()
            .flat_map(char::escape_debug)
            .take(64)
            .collect();
        format!("the label `{label}`")
    };
    let some: Vec<_> = labels.iter().take(5).map(one).collect();
    some.join(", ")
}

fn written<S: Serializer>(digest: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&hex::encode(digest))
}

fn read<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(from)?;
    let mut digest = [0; 32];
    let read = hex::decode_to_slice(text, &mut digest);
    read.map_err(|_| de::Error::custom("64 hexadecimal digits were expected"))?;
    Ok(digest)
}
