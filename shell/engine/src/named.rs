//! The blobs that an entry names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use holdpoint_domain::Fact;
use holdpoint_ports::BlobDigest;
use serde::Deserialize;
use serde_json::Value;

use crate::entry::TYPE_PREFIX;

/// A blob, by whatever names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// Position of the first entry that names it.
    pub(crate) position: u64,
    /// Whether it is sealed text of a person wherever it is named: such a blob is never exported.
    pub(crate) personal: bool,
}

/// What is told of each blob.
pub(crate) type Note<'a> = dyn FnMut(BlobDigest, bool) + 'a;

/// All blobs that entries name.
pub(crate) type NamedBlobs = BTreeMap<BlobDigest, Named>;

#[derive(Deserialize)]
struct Wire<'a> {
    data: Value,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

/// Adds the blobs that an entry names.
pub(crate) fn collect(position: u64, entry: &[u8], found: &mut NamedBlobs) {
    // Most entries name none, and need not be taken apart.
    let fields: [&[u8]; 3] = [b"\"blob\":\"", b"\"sealed\":\"", b"\"policy\":\""];
    let names_any = fields
        .iter()
        .any(|field| memchr::memmem::find(entry, field).is_some());
    let wire = names_any.then(|| serde_json::from_slice::<Wire<'_>>(entry).ok());
    let Some(Wire { data, kind }) = wire.flatten() else {
        return;
    };
    let event_type = kind.strip_prefix(TYPE_PREFIX).unwrap_or(&kind);
    digests(event_type, &data, &mut |digest, personal| {
        let named = found.entry(digest).or_insert(Named { position, personal });
        named.position = named.position.min(position);
        named.personal &= personal;
    });
}

/// Shows the digests of the blobs that an event names, and whether they are sealed text of a person.
pub(crate) fn digests(event_type: &str, data: &Value, note: &mut Note<'_>) {
    // The policy of a verdict is the digest of the criteria, which stand in the ledger.
    if event_type == "gate.judged.v1" {
        return;
    }
    for (name, member) in data.as_object().into_iter().flatten() {
        // The summary of evidence is what somebody else wrote.
        if (event_type, name.as_str()) != ("evidence.recorded.v1", "summary") {
            member_digests(name, member, note);
        }
    }
}

fn member_digests(name: &str, member: &Value, note: &mut Note<'_>) {
    match (name, member) {
        ("blob" | "policy" | "sealed", Value::String(text)) => {
            if let Ok(digest) = text.parse() {
                note(digest, name == "sealed");
            }
        }
        (_, Value::Array(items)) => items.iter().for_each(|item| member_digests("", item, note)),
        (_, Value::Object(members)) => {
            members
                .iter()
                .for_each(|(name, member)| member_digests(name, member, note));
        }
        _ => {}
    }
}

/// Takes over what another thread has found.
pub(crate) fn merge(into: &mut NamedBlobs, from: NamedBlobs) {
    for (digest, named) in from {
        let known = into.entry(digest).or_insert(named);
        known.position = known.position.min(named.position);
        known.personal &= named.personal;
    }
}

/// The digests of the sealed texts of people that an event names.
#[must_use]
pub fn sealed_texts(fact: &Fact) -> Vec<BlobDigest> {
    let mut found = Vec::new();
    if let Ok(data) = fact.data() {
        digests(fact.event_type(), &data, &mut |digest, personal| {
            found.extend(personal.then_some(digest));
        });
    }
    found
}
