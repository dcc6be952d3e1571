//! Signatures over other decisions than approvals, and whether they hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::proof::{Made, STATEMENT_NAMESPACE, counted, verify};
use super::refusal::{payload_differs, reason_unsigned, seen_of_the_future, signature_stale};
use super::{KeyUsed, Proof, SigningKey, Statement, Stating};
use crate::State;
use crate::kernel::{Refusal, Sealed};
use crate::release::Release;

/// A decision with the signature over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedStatement {
    /// What was signed.
    pub payload: Statement,
    /// The signature.
    pub proof: Proof,
    /// What the reason was hashed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Sealed>,
}

impl SignedStatement {
    /// Whether it was signed with this key; how often that has signed, if it counts.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn verify(&self, key: &SigningKey) -> Result<Option<u32>, String> {
        let made = Made {
            namespace: STATEMENT_NAMESPACE,
            text: &self.payload.text(),
            digest: &self.payload.digest().0,
        };
        verify(&self.proof, key, &made)
    }
}

/// That a signature is by the person, over exactly this decision, as the release stands; what it says of how often its
/// key has signed.
pub(crate) fn check_statement(
    state: &State,
    release: &Release,
    stating: &Stating<'_>,
    signed: &SignedStatement,
    reasoned: bool,
    position: u64,
) -> Result<Option<KeyUsed>, Refusal> {
    let expected = Statement::of(state, release, stating);
    let differs = expected.as_ref().map(|it| it.differs(&signed.payload));
    if let Some(field) = differs.unwrap_or(Some("organisation")) {
        return Err(payload_differs(field));
    }
    let seen = signed.payload.seen.size;
    if seen > position {
        return Err(seen_of_the_future(seen, position));
    }
    // A go or a no-go is about the release as it came to be what it is: one from before could be sent again.
    if stating.waiver.is_none() && seen <= release.turned_at {
        return Err(signature_stale());
    }
    if [signed.payload.reason.is_some(), signed.salt.is_some()] != [reasoned; 2] {
        return Err(reason_unsigned());
    }
    counted(state, stating.person, &signed.proof, |key| {
        signed.verify(key)
    })
}
