//! `decision.payload`: what is to be signed for a go, a no-go, or a waiver.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::signing::{Act, Statement, Stating};
use holdpoint_domain::waiver::WaiverId;
use holdpoint_domain::{Digest, Need, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::{KeyView, view};
use super::payload::{seen, signer};
use super::{Query, release};
use crate::{Reader, ServiceError};

/// What who asks has to sign for a go or a no-go about a release, or for a waiver, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowStatement {
    /// What is decided.
    pub decision: Act,
    /// About which release, for a go or a no-go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// For which environment, for a go or a no-go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Which waiver is granted or revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverId>,
    /// The digest of a salt, a line end and the reason, if there is a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Digest>,
}

/// What is to be signed, and with which keys it can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatementView {
    /// What is to be signed.
    pub payload: Statement,
    /// Its exact bytes.
    pub text: String,
    /// SHA-256 of these.
    pub digest: Digest,
    /// The keys of who asks that count.
    pub keys: Vec<KeyView>,
}

impl Query for ShowStatement {
    const NAME: &'static str = "decision.payload";
    type View = StatementView;

    fn answer(&self, reader: &Reader<'_>) -> Result<StatementView, ServiceError> {
        let me = signer(reader)?;
        let payload = self.payload(reader, me)?;
        let names = reader.names();
        let keys = reader.view().ask_by_name(|state| {
            let keys = state.keys_of(me);
            Ok(keys.map(|(name, key)| view(name, key, names)).collect())
        })?;
        Ok(StatementView {
            text: payload.text(),
            digest: payload.digest(),
            payload,
            keys,
        })
    }
}

impl ShowStatement {
    fn payload(&self, reader: &Reader<'_>, me: &PersonId) -> Result<Statement, ServiceError> {
        let seen = seen(reader)?;
        let about = |state: &State| -> Result<Option<Statement>, Need> {
            let waiver = match &self.waiver {
                Some(id) => state.waivers.get(&id.key())?,
                None => None,
            };
            let name = waiver
                .map(|waiver| &waiver.release)
                .or(self.release.as_ref());
            let found = match name {
                Some(name) => state.releases.get(&name.key())?,
                None => None,
            };
            let environment = waiver.map(|waiver| &waiver.environment);
            let stating = Stating {
                decision: self.decision,
                person: me,
                environment: environment.or(self.environment.as_ref()),
                waiver,
                reason: self.reason,
                seen: seen.clone(),
            };
            Ok(found.and_then(|release| Statement::of(state, release, &stating)))
        };
        let payload = reader.view().ask_by_name(about)?;
        let named = |name: &ReleaseName| release::absent(reader, name.as_str());
        let absent = || match (&self.waiver, &self.release) {
            (None, Some(name)) => named(name),
            (Some(id), _) => ServiceError::absent(
                holdpoint_domain::Kind::Waiver,
                id.as_str(),
                std::iter::empty(),
            ),
            (None, None) => ServiceError::Malformed("a release or a waiver is named".to_owned()),
        };
        payload.ok_or_else(absent)
    }
}
