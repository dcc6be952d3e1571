//! Signatures over decisions, and whether they hold.

use holdpoint_signatures::ssh::Signature;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::payload::{Deciding, Payload};
use super::refusal::{
    key_of_another, key_unknown, passkey_behind, payload_differs, reason_unsigned,
    seen_of_the_future, signature_outdated, signature_wrong,
};
use super::{Fingerprint, KeyUsed, PasskeySignature, PersonKey, SigningKey};
use crate::State;
use crate::kernel::{Refusal, Sealed};
use crate::organisation::PersonId;
use crate::release::Release;

/// What SSH signatures over decisions are made for: `ssh-keygen -Y sign -n holdpoint-approval`.
pub const NAMESPACE: &str = "holdpoint-approval";

/// What SSH signatures over go, no-go and waivers are made for.
pub const STATEMENT_NAMESPACE: &str = "holdpoint-decision";

/// A signature by an SSH key, in the base64 of a file that ends in `.sig`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SshSignature(Box<Signature>);

impl SshSignature {
    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &Signature {
        &self.0
    }
}

impl TryFrom<String> for SshSignature {
    type Error = String;

    /// Takes a whole file, too.
    fn try_from(text: String) -> Result<Self, String> {
        let signature = match text.trim_start().starts_with('-') {
            true => Signature::from_armour(&text),
            false => Signature::from_base64(&text),
        };
        let signature = signature.map_err(|mistake| mistake.to_string())?;
        Ok(Self(Box::new(signature)))
    }
}

impl From<SshSignature> for String {
    fn from(signature: SshSignature) -> Self {
        signature.0.base64()
    }
}

impl JsonSchema for SshSignature {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SshSignature".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[A-Za-z0-9+/]+={0,2}$"})
    }
}

/// By what it is proved that a person signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// A signature by an SSH key.
    Ssh(SshSignature),
    /// A signature by a passkey.
    Passkey(Box<PasskeySignature>),
}

impl Proof {
    /// The key that it says to be by.
    #[must_use]
    pub fn key(&self) -> Fingerprint {
        match self {
            Self::Ssh(signature) => {
                let key = signature.0.key().clone();
                SigningKey::Ssh(key.into()).fingerprint()
            }
            Self::Passkey(signature) => signature.key.clone(),
        }
    }
}

/// A decision with the signature over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// What was signed.
    pub payload: Payload,
    /// The signature.
    pub proof: Proof,
    /// What the comment was hashed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Sealed>,
}

impl Signed {
    /// Whether it was signed with this key; how often that has signed, if it counts.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn verify(&self, key: &SigningKey) -> Result<Option<u32>, String> {
        let made = Made {
            namespace: NAMESPACE,
            text: &self.payload.text(),
            digest: &self.payload.digest().0,
        };
        verify(&self.proof, key, &made)
    }
}

/// What a signature was made over, and what for.
pub(super) struct Made<'a> {
    pub(super) namespace: &'a str,
    pub(super) text: &'a str,
    pub(super) digest: &'a [u8; 32],
}

/// Whether it was signed with this key; how often that has signed, if it counts.
pub(super) fn verify(
    proof: &Proof,
    key: &SigningKey,
    made: &Made<'_>,
) -> Result<Option<u32>, String> {
    match (proof, key) {
        (Proof::Ssh(signature), SigningKey::Ssh(key)) => {
            if signature.0.key() != key.public() {
                return Err("it is by another key".to_owned());
            }
            let verified = signature.0.verify(made.namespace, made.text.as_bytes());
            verified
                .map(|_| None)
                .map_err(|mistake| mistake.to_string())
        }
        (Proof::Passkey(signature), SigningKey::Passkey(key)) => {
            let count = signature.verify(key, made.digest);
            let count = count.map_err(|mistake| mistake.to_string())?;
            Ok((count > 0).then_some(count))
        }
        _ => Err("it is by a key of another kind".to_owned()),
    }
}

/// That a signature is by the person, over exactly this decision, as the release stands; what it says of how often its
/// key has signed.
pub(crate) fn check(
    state: &State,
    release: &Release,
    deciding: &Deciding<'_>,
    signed: &Signed,
    commented: bool,
    position: u64,
) -> Result<Option<KeyUsed>, Refusal> {
    let expected = Payload::of(state, release, deciding);
    let differs = expected.as_ref().map(|it| it.differs(&signed.payload));
    if let Some(field) = differs.unwrap_or(Some("organisation")) {
        return Err(payload_differs(field));
    }
    if signed.payload.seen.size > position {
        return Err(seen_of_the_future(signed.payload.seen.size, position));
    }
    let withdrawn = release.withdrawn.get(deciding.person);
    if withdrawn.is_some_and(|at| signed.payload.seen.size <= *at) {
        return Err(signature_outdated());
    }
    if [signed.payload.reason.is_some(), signed.salt.is_some()] != [commented; 2] {
        return Err(reason_unsigned());
    }
    counted(state, deciding.person, &signed.proof, |key| {
        signed.verify(key)
    })
}

/// That a signature is by a key of the person's that counts; what it says of how often that has signed.
pub(super) fn counted(
    state: &State,
    person: &PersonId,
    proof: &Proof,
    verify: impl Fn(&SigningKey) -> Result<Option<u32>, String>,
) -> Result<Option<KeyUsed>, Refusal> {
    let name = proof.key();
    let key = key_of(state, person, &name)?;
    let count = verify(&key.key).map_err(signature_wrong)?;
    match count {
        Some(count) if count <= key.count => Err(passkey_behind(count, key.count)),
        None if key.count > 0 => Err(passkey_behind(0, key.count)),
        count => Ok(count.map(|count| KeyUsed {
            person: person.clone(),
            key: name,
            count,
        })),
    }
}

fn key_of<'a>(
    state: &'a State,
    person: &PersonId,
    fingerprint: &Fingerprint,
) -> Result<&'a PersonKey, Refusal> {
    let found = state.keys.get(fingerprint);
    let key = found.filter(|key| key.removed.is_none());
    let key = key.ok_or_else(|| key_unknown(fingerprint))?;
    match key.person == *person {
        true => Ok(key),
        false => Err(key_of_another(fingerprint)),
    }
}
