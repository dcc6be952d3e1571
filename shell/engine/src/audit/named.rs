//! The blobs that an entry names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use holdpoint_ports::BlobDigest;
use serde::Deserialize;
use serde_json::Value;

/// A blob, by whatever names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// Position of the first entry that names it.
    pub(super) position: u64,
    /// Whether it is sealed text of a person wherever it is named: such a blob is never exported.
    pub(super) personal: bool,
}

/// All blobs that entries name.
pub(super) type NamedBlobs = BTreeMap<BlobDigest, Named>;

#[derive(Deserialize)]
struct Wire<'a> {
    data: Value,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

/// Adds the blobs that an entry names.
pub(super) fn collect(position: u64, entry: &[u8], found: &mut NamedBlobs) {
    // Most entries name none, and need not be taken apart.
    let fields: [&[u8]; 3] = [b"\"blob\":\"", b"\"sealed\":\"", b"\"policy\":\""];
    let names_any = fields
        .iter()
        .any(|field| memchr::memmem::find(entry, field).is_some());
    let wire = names_any
        .then(|| serde_json::from_slice::<Wire<'_>>(entry).ok())
        .flatten();
    let Some(Wire { mut data, kind }) = wire else {
        return;
    };
    match &*kind {
        // The summary of evidence is what somebody else wrote.
        "io.holdpoint.evidence.recorded.v1" => {
            drop(data.as_object_mut().map(|d| d.remove("summary")))
        }
        // The policy of a verdict is the digest of the criteria, which stand in the ledger.
        "io.holdpoint.gate.judged.v1" => return,
        _ => {}
    }
    walk(&data, &mut |digest, personal| {
        let named = found.entry(digest).or_insert(Named { position, personal });
        named.position = named.position.min(position);
        named.personal &= personal;
    });
}

fn walk(value: &Value, note: &mut dyn FnMut(BlobDigest, bool)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, note)),
        Value::Object(members) => {
            for (name, member) in members {
                let digest = member.as_str().and_then(|text| text.parse().ok());
                match (name.as_str(), digest) {
                    ("blob" | "policy", Some(digest)) => note(digest, false),
                    ("sealed", Some(digest)) => note(digest, true),
                    _ => walk(member, note),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes over what another thread has found.
pub(super) fn merge(into: &mut NamedBlobs, from: NamedBlobs) {
    for (digest, named) in from {
        let known = into.entry(digest).or_insert(named);
        known.position = known.position.min(named.position);
        known.personal &= named.personal;
    }
}
