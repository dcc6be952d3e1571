//! `approval.signatures`: the signed decisions about a release, with all that is needed to verify them elsewhere.

use holdpoint_domain::approval::Say;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{
    Fingerprint, NAMESPACE, Passkey, PasskeySignature, Proof, Signed, SigningKey, reason_digest,
};
use holdpoint_domain::{Fact, Sealed, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Query, release};
use crate::{PersonRef, Reader, ServiceError};

/// The signed decisions about a release, those that were taken back too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListSignatures {
    /// About which release.
    pub release: String,
}

/// Signed decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signatures {
    /// In order of position.
    pub signatures: Vec<SignedView>,
}

/// A decision with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedView {
    /// Position of its entry.
    pub position: u64,
    /// When.
    pub time: Time,
    /// Which way.
    pub say: Say,
    /// Who signed.
    pub person: PersonRef,
    /// The key.
    pub key: Fingerprint,
    /// What kind of key it is.
    pub kind: String,
    /// Its public half, as a line of OpenSSH, if it is an SSH key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// What was signed, byte for byte.
    pub payload: String,
    /// The signature as a file, if it is by an SSH key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub armoured: Option<String>,
    /// The passkey and what the browser answered, if it is by a passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<PasskeyView>,
    /// What a signature by an SSH key was made for.
    pub namespace: String,
    /// Whether it holds.
    pub holds: bool,
    /// Why it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
    /// Whether the comment is what was signed; none if there is none, or it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_holds: Option<bool>,
}

/// A signature by a passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasskeyView {
    /// The passkey.
    pub key: Passkey,
    /// What the browser answered.
    pub proof: PasskeySignature,
}

impl Query for ListSignatures {
    const NAME: &'static str = "approval.signatures";
    type View = Signatures;

    fn answer(&self, reader: &Reader<'_>) -> Result<Signatures, ServiceError> {
        let key = release::key(&self.release)?;
        let positions = reader.view().positions(&key, false)?;
        if positions.is_empty() {
            return Err(release::absent(reader, &self.release));
        }
        let mut signatures = Vec::new();
        for entry in reader.view().recorded(&positions)? {
            let (person, signed, comment) = match &entry.fact {
                Fact::ApprovalGiven(given) => (&given.person, &given.signature, &given.comment),
                Fact::ApprovalRejected(no) => (&no.person, &no.signature, &no.comment),
                _ => continue,
            };
            if let Some(signed) = signed {
                let view = view(reader, person, signed, comment.as_ref())?;
                signatures.push(SignedView {
                    position: entry.meta.position,
                    time: entry.meta.time,
                    ..view
                });
            }
        }
        Ok(Signatures { signatures })
    }
}

fn view(
    reader: &Reader<'_>,
    person: &PersonId,
    signed: &Signed,
    comment: Option<&Sealed>,
) -> Result<SignedView, ServiceError> {
    let name = signed.proof.key();
    let known = reader
        .view()
        .ask_by_name(|state| Ok(state.keys.get(&name).cloned()))?;
    let verified = match &known {
        None => Err("nobody has added the key".to_owned()),
        Some(known) if known.person != *person => Err("it is somebody else's key".to_owned()),
        Some(known) => signed.verify(&known.key).map(drop),
    };
    let key = known.map(|known| known.key);
    let (line, armoured, passkey) = told(key.as_ref(), &signed.proof);
    Ok(SignedView {
        position: 0,
        time: Time::default(),
        say: signed.payload.decision,
        person: reader.names().person(person),
        key: name,
        kind: key.map_or_else(String::new, |key| key.kind().to_owned()),
        line,
        payload: signed.payload.text(),
        armoured,
        passkey,
        namespace: NAMESPACE.to_owned(),
        holds: verified.is_ok(),
        why_not: verified.err(),
        reason_holds: reason_holds(reader, signed, comment),
    })
}

/// What is told of a key and its signature, by its kind.
fn told(
    key: Option<&SigningKey>,
    proof: &Proof,
) -> (Option<String>, Option<String>, Option<PasskeyView>) {
    match (key, proof) {
        (key, Proof::Ssh(signature)) => {
            let line = match key {
                Some(SigningKey::Ssh(ssh)) => Some(ssh.public().to_string()),
                _ => None,
            };
            (line, Some(signature.signature().armoured()), None)
        }
        (Some(SigningKey::Passkey(key)), Proof::Passkey(proof)) => {
            let passkey = PasskeyView {
                key: Passkey::clone(key),
                proof: PasskeySignature::clone(proof),
            };
            (None, None, Some(passkey))
        }
        _ => (None, None, None),
    }
}

fn reason_holds(reader: &Reader<'_>, signed: &Signed, comment: Option<&Sealed>) -> Option<bool> {
    let names = reader.names();
    let salt = names.open(signed.salt.as_ref()?)?;
    let comment = names.open(comment?)?;
    Some(signed.payload.reason == Some(reason_digest(&salt, &comment)))
}
