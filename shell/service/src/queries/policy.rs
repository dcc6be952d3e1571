//! `policy.show` and `policy.ask`.

use holdpoint_authorisation::Saying;
use holdpoint_domain::access::policy::{self, Asked};
use holdpoint_domain::access::{self, Permission, Required, Scope, Target};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Context, Digest, Fact, Key, Kind, Need, RuleAnswers, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{ActorRef, PersonRef, Reader, ServiceError};

/// Which policies say who may do what, besides the roles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowPolicy {}

/// Which policies say who may do what, besides the roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyPage {
    /// Digest of their text; none where roles alone say.
    pub policy: Option<Digest>,
    /// Which vocabulary they are written in.
    pub vocabulary: Option<u32>,
    /// The entry that made them the organisation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<AppliedPolicy>,
}

/// Who made policies the organisation's, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppliedPolicy {
    /// The position of the entry.
    pub position: u64,
    /// When.
    pub time: Time,
    /// Who.
    pub by: ActorRef,
}

impl Query for ShowPolicy {
    const NAME: &'static str = "policy.show";
    type View = PolicyPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<PolicyPage, ServiceError> {
        let found = reader.ask(|state| {
            let settings = state.organisation.as_ref().map(|found| &found.settings);
            Ok(settings.and_then(|settings| settings.authorisation.clone()))
        })?;
        let Some(authorisation) = found else {
            return Ok(PolicyPage {
                policy: None,
                vocabulary: None,
                applied: None,
            });
        };
        Ok(PolicyPage {
            policy: Some(authorisation.policy),
            vocabulary: Some(authorisation.vocabulary),
            applied: applied(reader, authorisation.policy)?,
        })
    }
}

/// The entry from which on these policies have been the organisation's.
fn applied(reader: &Reader<'_>, policy: Digest) -> Result<Option<AppliedPolicy>, ServiceError> {
    let organisation = Key::new(Kind::Organisation, "organisation");
    let positions = reader.view().positions(&organisation, false)?;
    let entries = reader.view().recorded(&positions)?;
    let configured = entries.iter().rev().filter_map(|entry| match &entry.fact {
        Fact::Configured(event) => Some((entry, event.settings.authorisation.as_ref())),
        _ => None,
    });
    let since =
        configured.take_while(|(_, found)| found.is_some_and(|found| found.policy == policy));
    Ok(since.last().map(|(entry, _)| AppliedPolicy {
        position: entry.meta.position,
        time: entry.meta.time,
        by: reader.names().actor(&entry.meta.actor),
    }))
}

/// Whether somebody may do something, by their roles and by the policies. That they may does not say that it can be
/// done: the segregation of duties and the state of things are asked when it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AskPolicy {
    /// Who, by handle; who asks if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What: a command such as `deployment.deploy`.
    pub action: String,
    /// To what: `component/till`, `unit/shop`, `environment/production`; the organisation if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// In which environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// When; now if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Time>,
    /// Whether it is signed with a key of theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// Of a waiver, from which line of a gate it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waives: Option<String>,
}

/// Whether somebody may do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyAnswer {
    /// Who.
    pub person: PersonRef,
    /// What.
    pub action: String,
    /// To what.
    pub on: String,
    /// As of when.
    pub when: Time,
    /// Whether both let them.
    pub allowed: bool,
    /// Whether their roles permit it.
    pub roles: bool,
    /// Whether the policies do; none where there are none.
    pub policies: Option<bool>,
    /// The policies that decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<PolicyLine>,
    /// Why the policies cannot be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A policy that decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyLine {
    /// Its id.
    pub id: String,
    /// What it advises.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

impl From<Saying> for PolicyLine {
    fn from(saying: Saying) -> Self {
        Self {
            id: saying.id,
            advice: saying.advice,
        }
    }
}

/// What is asked, understood.
struct Understood {
    person: PersonId,
    action: &'static str,
    permissions: &'static [Permission],
    target: Target,
    now: Time,
    signed: bool,
    waives: Option<String>,
}

impl Query for AskPolicy {
    const NAME: &'static str = "policy.ask";
    type View = PolicyAnswer;

    fn answer(&self, reader: &Reader<'_>) -> Result<PolicyAnswer, ServiceError> {
        let asked = self.understood(reader)?;
        let mut found = None;
        // A command that may need one of several permissions is asked with each: one has to do.
        let permissions = asked.permissions.iter().copied().map(Some);
        let none = asked.permissions.is_empty().then_some(None);
        for permission in permissions.chain(none) {
            let answer = reader.ask_rules(|state, rules| asked.put(permission, state, rules))?;
            let done = answer.allowed;
            found = found.filter(|_| !done).or(Some(answer));
        }
        let mut answer = found.ok_or_else(|| ServiceError::Internal("no answer".to_owned()))?;
        answer.person = reader.names().person(&asked.person);
        Ok(answer)
    }
}

impl AskPolicy {
    fn understood(&self, reader: &Reader<'_>) -> Result<Understood, ServiceError> {
        let person = match &self.person {
            None => reader.person()?.clone(),
            Some(handle) => {
                let found = reader.names().find(handle)?;
                found.ok_or_else(|| ServiceError::HandleUnknown(handle.clone()))?
            }
        };
        let (action, permissions) = policy::action(&self.action).ok_or_else(|| {
            let action = &self.action;
            ServiceError::Malformed(format!(
                "there is no command `{action}` that people ask for"
            ))
        })?;
        Ok(Understood {
            person,
            action,
            permissions,
            target: self.target()?,
            now: self.when.unwrap_or_else(|| reader.now()),
            signed: self.signed,
            waives: self.waives.clone(),
        })
    }

    fn target(&self) -> Result<Target, ServiceError> {
        let scope = self.on.as_deref().unwrap_or("organisation");
        let scope: Scope = scope.parse().map_err(ServiceError::Malformed)?;
        let environment = self.environment.clone();
        match (scope, environment) {
            (Scope::Component(name), Some(environment)) => Ok(Target::Place(environment, name)),
            (Scope::Component(name), None) => Ok(Target::Component(name)),
            (Scope::Environment(name), None) => Ok(Target::Environment(name)),
            (Scope::Unit(name), None) => Ok(Target::Unit(name)),
            (Scope::Organisation, None) => Ok(Target::Organisation),
            (Scope::Organisation, Some(environment)) => Ok(Target::Environment(environment)),
            (scope, Some(_)) => {
                let why = format!("`{scope}` is no component that goes to an environment");
                Err(ServiceError::Malformed(why))
            }
        }
    }
}

impl Understood {
    fn put(
        &self,
        permission: Option<Permission>,
        state: &State,
        rules: &RuleAnswers,
    ) -> Result<PolicyAnswer, Need> {
        let actor = Actor::Person(self.person.clone());
        let required = Required {
            permission,
            targets: vec![self.target.clone()],
            system: false,
        };
        let roles = access::check(state, &actor, &required, self.now).is_ok();
        let context = Context {
            actor: &actor,
            now: self.now,
            position: 0,
            seed: 0,
            rules,
        };
        let asked = Asked {
            actor: &actor,
            action: self.action,
            permission,
            target: &self.target,
            anywhere: false,
            environments: &[],
            now: self.now,
            signed: self.signed,
            waives: self.waives.as_deref(),
        };
        let said = policy::ask(state, &asked, &context)?;
        let (policies, because, problem) = match said {
            None => (None, Vec::new(), None),
            Some(Ok(answer)) => (Some(answer.allowed), answer.because, None),
            Some(Err(why)) => (Some(false), Vec::new(), Some(why)),
        };
        let exempt = permission == Some(Permission::Configure);
        Ok(PolicyAnswer {
            person: PersonRef {
                id: self.person.clone(),
                handle: None,
            },
            action: self.action.to_owned(),
            on: self.target.to_string(),
            when: self.now,
            allowed: roles && (exempt || policies != Some(false)),
            roles,
            policies,
            because: because.into_iter().map(PolicyLine::from).collect(),
            problem,
        })
    }
}
