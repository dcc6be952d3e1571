//! `key.list`: keys that people sign with.

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{Fingerprint, PersonKey, SigningKey};
use holdpoint_domain::{Kind, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Names, PersonRef, Reader, ServiceError};

/// Keys that people sign with, the removed ones too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListKeys {
    /// Whose, by handle, mail address or id; everybody's if nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// Keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Keys {
    /// By person, those that count first, the oldest first.
    pub keys: Vec<KeyView>,
}

/// A key that a person has, or had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyView {
    /// What it is called.
    pub key: Fingerprint,
    /// Whose.
    pub person: PersonRef,
    /// What kind of key it is, such as `ssh-ed25519`.
    pub kind: String,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its public half, as a line of OpenSSH, if it is an SSH key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// By what its authenticator knows it, in base64url, if it is a passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// Where it was made, if it is a passkey: it signs for pages there only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// When it was added.
    pub added: Time,
    /// When it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Time>,
}

impl Query for ListKeys {
    const NAME: &'static str = "key.list";
    type View = Keys;

    fn answer(&self, reader: &Reader<'_>) -> Result<Keys, ServiceError> {
        let names = reader.names();
        let whose = self.person.as_deref().map(|text| found(reader, text));
        let whose = whose.transpose()?;
        let mut keys = reader.view().ask_by_name(|state| {
            let wanted = |key: &&PersonKey| whose.as_ref().is_none_or(|id| key.person == *id);
            let keys = state.keys.iter().filter(|(_, key)| wanted(key));
            Ok(keys
                .map(|(name, key)| view(name, key, names))
                .collect::<Vec<_>>())
        })?;
        keys.sort_by_key(|one| (one.person.clone(), one.removed.is_some(), one.added));
        Ok(Keys { keys })
    }
}

fn found(reader: &Reader<'_>, text: &str) -> Result<PersonId, ServiceError> {
    let found = reader.names().find(text)?;
    let found = found.ok_or_else(|| ServiceError::HandleUnknown(text.to_owned()))?;
    let known = reader
        .view()
        .ask_by_name(|state| Ok(state.people.contains_key(&found)))?;
    match known {
        true => Ok(found),
        false => Err(ServiceError::absent(Kind::Person, text, std::iter::empty())),
    }
}

/// A key with the names of people.
pub(super) fn view(name: &Fingerprint, key: &PersonKey, names: Names<'_>) -> KeyView {
    let passkey = match &key.key {
        SigningKey::Passkey(passkey) => Some(passkey),
        SigningKey::Ssh(_) => None,
    };
    KeyView {
        key: name.clone(),
        person: names.person(&key.person),
        kind: key.key.kind().to_owned(),
        label: names.text(key.label.as_ref()),
        line: match &key.key {
            SigningKey::Ssh(ssh) => Some(ssh.public().to_string()),
            SigningKey::Passkey(_) => None,
        },
        credential: passkey.map(|passkey| passkey.credential.to_string()),
        origin: passkey.map(|passkey| passkey.origin.as_str().to_owned()),
        added: key.added,
        removed: key.removed,
    }
}
