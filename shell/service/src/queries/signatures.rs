//! `approval.signatures`: the signed decisions about a release, with all that is needed to verify them elsewhere.

use holdpoint_domain::approval::Say;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{
    Act, Fingerprint, NAMESPACE, Passkey, PasskeySignature, Proof, STATEMENT_NAMESPACE, Signed,
    SignedStatement, SigningKey, reason_digest,
};
use holdpoint_domain::{Digest, Fact, Sealed, Time};
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
    pub say: SignedAct,
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

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignedAct {
    /// The release was approved.
    Approve,
    /// It was rejected.
    Reject,
    /// It may go.
    Go,
    /// It may not.
    NoGo,
    /// A waiver was granted.
    Grant,
    /// A waiver was revoked, or turned down.
    Revoke,
}

impl From<Say> for SignedAct {
    fn from(say: Say) -> Self {
        match say {
            Say::Approve => Self::Approve,
            Say::Reject => Self::Reject,
        }
    }
}

impl From<Act> for SignedAct {
    fn from(act: Act) -> Self {
        match act {
            Act::Go => Self::Go,
            Act::NoGo => Self::NoGo,
            Act::Grant => Self::Grant,
            Act::Revoke => Self::Revoke,
        }
    }
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
        // Entries about a waiver name the release that it is for.
        let positions = reader.view().positions(&key, true)?;
        if positions.is_empty() {
            return Err(release::absent(reader, &self.release));
        }
        let mut signatures = Vec::new();
        for entry in reader.view().recorded(&positions)? {
            if let Some(decided) = decided(&entry.fact) {
                let view = view(reader, &decided)?;
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

/// A signature of either kind.
enum Signature<'a> {
    Approval(&'a Signed),
    Statement(&'a SignedStatement),
}

/// A signed decision, as its entry has it.
struct Decided<'a> {
    person: &'a PersonId,
    signature: Signature<'a>,
    comment: Option<&'a Sealed>,
}

fn decided(fact: &Fact) -> Option<Decided<'_>> {
    let (person, signature, comment) = match fact {
        Fact::ApprovalGiven(it) => (
            &it.person,
            it.signature.as_deref().map(Signature::Approval),
            it.comment.as_ref(),
        ),
        Fact::ApprovalRejected(it) => (
            &it.person,
            it.signature.as_deref().map(Signature::Approval),
            it.comment.as_ref(),
        ),
        Fact::ReleaseDecided(it) => (
            it.person.as_ref()?,
            it.signature.as_deref().map(Signature::Statement),
            it.reason.as_ref(),
        ),
        Fact::WaiverApproved(it) => (
            &it.person,
            it.signature.as_deref().map(Signature::Statement),
            None,
        ),
        Fact::WaiverRevoked(it) => (
            it.person.as_ref()?,
            it.signature.as_deref().map(Signature::Statement),
            it.reason.as_ref(),
        ),
        _ => return None,
    };
    Some(Decided {
        person,
        signature: signature?,
        comment,
    })
}

impl Signature<'_> {
    fn proof(&self) -> &Proof {
        match self {
            Self::Approval(signed) => &signed.proof,
            Self::Statement(signed) => &signed.proof,
        }
    }

    fn verify(&self, key: &SigningKey) -> Result<(), String> {
        match self {
            Self::Approval(signed) => signed.verify(key).map(drop),
            Self::Statement(signed) => signed.verify(key).map(drop),
        }
    }

    /// Which way, what was signed, and what for.
    fn said(&self) -> (SignedAct, String, &'static str) {
        match self {
            Self::Approval(signed) => (
                signed.payload.decision.into(),
                signed.payload.text(),
                NAMESPACE,
            ),
            Self::Statement(signed) => {
                let text = signed.payload.text();
                (signed.payload.decision.into(), text, STATEMENT_NAMESPACE)
            }
        }
    }

    /// The digest of the reason, and what it was hashed with.
    fn reason(&self) -> (Option<Digest>, Option<&Sealed>) {
        match self {
            Self::Approval(signed) => (signed.payload.reason, signed.salt.as_ref()),
            Self::Statement(signed) => (signed.payload.reason, signed.salt.as_ref()),
        }
    }
}

fn view(reader: &Reader<'_>, decided: &Decided<'_>) -> Result<SignedView, ServiceError> {
    let (person, signed) = (decided.person, &decided.signature);
    let name = signed.proof().key();
    let known = reader
        .view()
        .ask_by_name(|state| Ok(state.keys.get(&name).cloned()))?;
    let verified = match &known {
        None => Err("nobody has added the key".to_owned()),
        Some(known) if known.person != *person => Err("it is somebody else's key".to_owned()),
        Some(known) => signed.verify(&known.key),
    };
    let key = known.map(|known| known.key);
    let (line, armoured, passkey) = told(key.as_ref(), signed.proof());
    let (say, payload, namespace) = signed.said();
    Ok(SignedView {
        position: 0,
        time: Time::default(),
        say,
        person: reader.names().person(person),
        key: name,
        kind: key.map_or_else(String::new, |key| key.kind().to_owned()),
        line,
        payload,
        armoured,
        passkey,
        namespace: namespace.to_owned(),
        holds: verified.is_ok(),
        why_not: verified.err(),
        reason_holds: reason_holds(reader, decided),
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

fn reason_holds(reader: &Reader<'_>, decided: &Decided<'_>) -> Option<bool> {
    let names = reader.names();
    let (reason, salt) = decided.signature.reason();
    let salt = names.open(salt?)?;
    let comment = names.open(decided.comment?)?;
    Some(reason == Some(reason_digest(&salt, &comment)))
}
