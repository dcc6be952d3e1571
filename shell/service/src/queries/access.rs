//! `access.list`.

use holdpoint_domain::Time;
use holdpoint_domain::access::{AbsenceId, DelegationId, Grant, GrantId, Role};
use holdpoint_domain::directory::Membership;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Names, PersonRef, Reader, ServiceError};

/// Who has which role where, who acts for whom, and who is away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccess {
    /// Only this person's, by handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// Who has which role where, who acts for whom, and who is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Access {
    /// Grants that were not revoked.
    pub grants: Vec<GrantView>,
    /// Delegations that have not ended.
    pub delegations: Vec<DelegationView>,
    /// Absences that have not ended.
    pub absences: Vec<AbsenceView>,
}

/// A role given to a person in a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantView {
    /// Which.
    pub grant: GrantId,
    /// Whose.
    pub person: PersonRef,
    /// Which role.
    pub role: Role,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
    pub scope: String,
    /// Until when.
    pub expires: Option<Time>,
    /// Whether it counts.
    pub active: bool,
    /// The group that it comes from; somebody has granted it if from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Membership>,
}

/// One person acting for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DelegationView {
    /// Which.
    pub delegation: DelegationId,
    /// Who is acted for.
    pub from: PersonRef,
    /// Who acts.
    pub to: PersonRef,
    /// In which role; all if none.
    pub role: Option<Role>,
    /// Where.
    pub scope: String,
    /// From when on.
    pub begins: Time,
    /// Until when.
    pub ends: Time,
}

/// A person being away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AbsenceView {
    /// Which.
    pub absence: AbsenceId,
    /// Who.
    pub person: PersonRef,
    /// From when on.
    pub begins: Time,
    /// Until when.
    pub ends: Time,
    /// Where; everywhere if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

impl Query for ListAccess {
    const NAME: &'static str = "access.list";
    type View = Access;

    fn answer(&self, reader: &Reader<'_>) -> Result<Access, ServiceError> {
        let (names, now) = (reader.names(), reader.now());
        let only = match &self.person {
            None => None,
            Some(handle) => {
                let unknown = || ServiceError::HandleUnknown(handle.clone());
                Some(names.find(handle)?.ok_or_else(unknown)?)
            }
        };
        reader.ask(|state| {
            let wanted = |person| only.as_ref().is_none_or(|only| only == person);
            let grants = state.grants.values().filter(|one| wanted(&one.person));
            let lent = state.delegations.values();
            let lent = lent.filter(|one| wanted(&one.from) || wanted(&one.to));
            let away = state.absences.values().filter(|one| wanted(&one.person));
            Ok(Access {
                grants: grants.map(|one| grant(one, names, now)).collect(),
                delegations: lent
                    .map(|one| DelegationView {
                        delegation: one.id.clone(),
                        from: names.person(&one.from),
                        to: names.person(&one.to),
                        role: one.role,
                        scope: one.scope.to_string(),
                        begins: one.begins,
                        ends: one.ends,
                    })
                    .collect(),
                absences: away
                    .map(|one| AbsenceView {
                        absence: one.id.clone(),
                        person: names.person(&one.person),
                        begins: one.begins,
                        ends: one.ends,
                        scope: one.scope.as_ref().map(ToString::to_string),
                    })
                    .collect(),
            })
        })
    }
}

pub(super) fn grant(grant: &Grant, names: Names<'_>, now: Time) -> GrantView {
    GrantView {
        grant: grant.id.clone(),
        person: names.person(&grant.person),
        role: grant.role,
        scope: grant.scope.to_string(),
        expires: grant.expires,
        active: grant.active(now),
        from: grant.from.clone(),
    }
}
