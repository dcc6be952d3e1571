//! `approval.payload`: what is to be signed.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Say, people_only};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{Deciding, Payload, Seen};
use holdpoint_domain::{Digest, Need, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::{KeyView, view};
use super::{Query, release};
use crate::{Reader, ServiceError};

/// What who asks has to sign for a decision about a release, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowPayload {
    /// About which release.
    pub release: String,
    /// Which way.
    pub say: Say,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// In whose stead, by handle, mail address or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The digest of a salt, a line end and the comment, if there is a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Digest>,
}

/// What is to be signed, and with which keys it can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayloadView {
    /// What is to be signed.
    pub payload: Payload,
    /// Its exact bytes.
    pub text: String,
    /// SHA-256 of these.
    pub digest: Digest,
    /// The keys of who asks that count.
    pub keys: Vec<KeyView>,
}

impl Query for ShowPayload {
    const NAME: &'static str = "approval.payload";
    type View = PayloadView;

    fn answer(&self, reader: &Reader<'_>) -> Result<PayloadView, ServiceError> {
        let me = signer(reader)?;
        let payload = self.payload(reader, me)?;
        let names = reader.names();
        let keys = reader.view().ask_by_name(|state| {
            let keys = state.keys_of(me);
            Ok(keys.map(|(name, key)| view(name, key, names)).collect())
        })?;
        Ok(PayloadView {
            text: payload.text(),
            digest: payload.digest(),
            payload,
            keys,
        })
    }
}

impl ShowPayload {
    fn payload(&self, reader: &Reader<'_>, me: &PersonId) -> Result<Payload, ServiceError> {
        let key = release::key(&self.release)?;
        let principal = self.on_behalf_of.as_deref().map(|text| {
            let found = reader.names().find(text)?;
            found.ok_or_else(|| ServiceError::HandleUnknown(text.to_owned()))
        });
        let principal = principal.transpose()?;
        let seen = seen(reader)?;
        let about = |state: &State| -> Result<Option<Payload>, Need> {
            let found = state.releases.get(&key)?;
            Ok(found.and_then(|release| {
                let deciding = self.deciding(me, principal.as_ref(), &seen);
                Payload::of(state, release, &deciding)
            }))
        };
        let payload = reader.view().ask_by_name(about)?;
        payload.ok_or_else(|| release::absent(reader, &self.release))
    }

    fn deciding<'a>(
        &'a self,
        person: &'a PersonId,
        principal: Option<&'a PersonId>,
        seen: &Seen,
    ) -> Deciding<'a> {
        Deciding {
            decision: self.say,
            person,
            on_behalf_of: principal,
            role: self.role,
            environment: self.environment.as_ref(),
            reason: self.reason,
            seen: seen.clone(),
        }
    }
}

/// Who asks, if it is a person: nobody else signs.
pub(super) fn signer<'r>(reader: &'r Reader<'_>) -> Result<&'r PersonId, ServiceError> {
    let refused = |_| ServiceError::Refused(people_only());
    reader.person().map_err(refused)
}

/// The tree that the reader sees.
pub(super) fn seen(reader: &Reader<'_>) -> Result<Seen, ServiceError> {
    let size = reader.view().size();
    let root = reader.service.engine().root_at(size)?;
    Ok(Seen {
        size,
        root: Digest(root.0),
    })
}
