//! What is to be signed for a decision, as the form asks for it.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::Say;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{DecideRelease, Decided, ReleaseName};
use holdpoint_domain::signing::{Act, Terms, reason_digest};
use holdpoint_domain::waiver::{ApproveWaiver, RevokeWaiver};
use holdpoint_domain::{Command, Digest};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{KeyView, PayloadView, ShowPayload, ShowStatement, StatementView};
use serde_json::json;

use super::{Asking, Decision};
use crate::desk::Desk;
use crate::visit::Fields;

/// What is asked to be signed.
pub(super) enum Signing {
    Approval(ShowPayload),
    Statement(ShowStatement),
}

/// What of it is shown and sent on.
pub(super) struct Found {
    pub(super) release: ReleaseName,
    pub(super) manifest: Digest,
    pub(super) subjects: usize,
    pub(super) gates: Vec<(String, String)>,
    pub(super) environment: Option<EnvironmentName>,
    pub(super) role: Option<Role>,
    pub(super) waiver: Option<Terms>,
    pub(super) seen: u64,
    pub(super) text: String,
    pub(super) digest: Digest,
    pub(super) keys: Vec<KeyView>,
}

impl Signing {
    /// What a form asks to be signed, with why, salted, if it says why.
    pub(super) fn asked(
        asking: &Asking,
        reason: Option<(&str, &str)>,
    ) -> Result<Self, ServiceError> {
        let reason = reason.map(|(salt, text)| reason_digest(salt, text));
        match asking.decision.act() {
            Some(act) => statement(asking, act, reason).map(Self::Statement),
            None => approval(asking, reason).map(Self::Approval),
        }
    }

    /// The same, as the ledger stands.
    pub(super) fn found(&self, desk: &Desk<'_>) -> Result<Found, ServiceError> {
        match self {
            Self::Approval(asked) => Ok(desk.ask(asked)?.into()),
            Self::Statement(asked) => Ok(desk.ask(asked)?.into()),
        }
    }

    /// What is typed for the same in a terminal.
    pub(super) fn command(&self, found: &Found) -> String {
        let (release, place) = (&found.release, found.environment.as_ref());
        let place = place.map(ToString::to_string).unwrap_or_default();
        match self {
            Self::Approval(asked) => {
                let who = asked.role;
                format!("holdpoint approve {release} --as {who} --environment {place}")
            }
            Self::Statement(asked) => {
                let waiver = asked.waiver.as_ref().map(ToString::to_string);
                let waiver = waiver.unwrap_or_default();
                match asked.decision {
                    Act::Go => format!("holdpoint release go {release} {place}"),
                    Act::NoGo => format!("holdpoint release no-go {release} --reason \"…\""),
                    Act::Grant => format!("holdpoint waiver approve {waiver}"),
                    Act::Revoke => format!("holdpoint waiver revoke {waiver}"),
                }
            }
        }
    }
}

fn malformed(text: &str) -> ServiceError {
    ServiceError::Malformed(format!("`{text}` is not known here"))
}

/// A field that names something.
fn named<T: std::str::FromStr>(form: &Fields, field: &str) -> Result<Option<T>, ServiceError> {
    let text = form.get(field).filter(|text| !text.is_empty());
    let read = text.map(|text| text.parse().map_err(|_| malformed(text)));
    read.transpose()
}

fn approval(asking: &Asking, reason: Option<Digest>) -> Result<ShowPayload, ServiceError> {
    let role = asking.form.get("role").unwrap_or_default();
    let known = serde_json::from_value(json!(role));
    Ok(ShowPayload {
        release: asking.release.clone(),
        say: Say::Approve,
        role: known.map_err(|_| malformed(role))?,
        environment: named(&asking.form, "environment")?,
        on_behalf_of: None,
        reason,
    })
}

fn statement(
    asking: &Asking,
    decision: Act,
    reason: Option<Digest>,
) -> Result<ShowStatement, ServiceError> {
    let form = &asking.form;
    let about = |wanted: bool, name: &str| match wanted {
        true => Some(name.parse().map_err(|_| malformed(name))).transpose(),
        false => Ok(None),
    };
    let waived = matches!(decision, Act::Grant | Act::Revoke);
    let waiver = named(form, "waiver")?.filter(|_| waived);
    if waived && waiver.is_none() {
        return Err(malformed(form.get("waiver").unwrap_or_default()));
    }
    Ok(ShowStatement {
        decision,
        release: about(!waived, &asking.release)?,
        environment: named(form, "environment")?.filter(|_| decision == Act::Go),
        waiver,
        reason,
    })
}

impl From<PayloadView> for Found {
    fn from(view: PayloadView) -> Self {
        let gates = view.payload.gates.iter();
        Self {
            subjects: view.payload.subjects.len(),
            gates: gates.map(gate).collect(),
            manifest: view.payload.manifest,
            role: Some(view.payload.role),
            environment: view.payload.environment,
            release: view.payload.release,
            waiver: None,
            seen: view.payload.seen.size,
            text: view.text,
            digest: view.digest,
            keys: view.keys,
        }
    }
}

impl From<StatementView> for Found {
    fn from(view: StatementView) -> Self {
        let gates = view.payload.gates.iter();
        Self {
            subjects: view.payload.subjects.len(),
            gates: gates.map(gate).collect(),
            manifest: view.payload.manifest,
            role: None,
            environment: view.payload.environment,
            release: view.payload.release,
            waiver: view.payload.waiver,
            seen: view.payload.seen.size,
            text: view.text,
            digest: view.digest,
            keys: view.keys,
        }
    }
}

fn gate((place, asks): (&EnvironmentName, &Digest)) -> (String, String) {
    (place.to_string(), asks.short().to_string())
}

impl Found {
    /// The command that says the same without a signature. What a gate asks to be signed is not offered without.
    pub(super) fn command(&self, decision: Decision) -> Option<Command> {
        let waiver = self.waiver.as_ref().map(|terms| terms.waiver.clone());
        let decide = |decided, environment| DecideRelease {
            release: self.release.clone(),
            decision: decided,
            environment,
            reason: None,
            signature: None,
        };
        Some(match decision {
            Decision::Approve => return None,
            Decision::Go => decide(Decided::Go, self.environment.clone()).into(),
            Decision::NoGo => decide(Decided::NoGo, None).into(),
            Decision::Grant => ApproveWaiver {
                waiver: waiver?,
                signature: None,
            }
            .into(),
            Decision::Revoke => RevokeWaiver {
                waiver: waiver?,
                reason: None,
                signature: None,
            }
            .into(),
        })
    }
}
