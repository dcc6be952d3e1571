//! `directory.show`.

use holdpoint_domain::access::Role;
use holdpoint_domain::bulletin::Secret;
use holdpoint_domain::directory::{FirstLogin, Provider};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// Where people log in, and what their groups are here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowDirectory {}

/// Where people log in, and what their groups are here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DirectoryPage {
    /// Identity providers.
    pub providers: Vec<ProviderView>,
    /// The roles that members of groups have.
    pub groups: Vec<GroupView>,
}

/// An identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderView {
    /// Its name in the settings.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its issuer.
    pub issuer: String,
    /// Our id there.
    pub client: String,
    /// Where our secret there stands, if we have one: a variable or a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that says who somebody is.
    pub subject: String,
    /// The claim with their groups.
    pub groups: String,
    /// What becomes of somebody who logs in for the first time.
    pub first_login: FirstLogin,
}

/// A role that the members of a group have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupView {
    /// What the directory calls it.
    pub group: String,
    /// Which provider has to say so, by name; any if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Which role.
    pub role: Role,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
    pub scope: String,
    /// How many people have it now.
    pub people: usize,
}

impl Query for ShowDirectory {
    const NAME: &'static str = "directory.show";
    type View = DirectoryPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<DirectoryPage, ServiceError> {
        reader.ask(|state| {
            let organisation = state.organisation.as_ref();
            let directory = organisation.and_then(|found| found.settings.directory.as_deref());
            let directory = directory.cloned().unwrap_or_default();
            let groups = directory.groups.iter().map(|one| {
                let issuer = one.provider.as_deref();
                let issuer = issuer.and_then(|name| directory.provider(name));
                let has = |from: &holdpoint_domain::directory::Membership| {
                    let said = issuer.is_none_or(|by| from.issuer.as_ref() == Some(&by.issuer));
                    from.group == one.group && said
                };
                let grants = state.grants.values().filter(|grant| {
                    let role = grant.role == one.role && grant.scope == one.scope;
                    role && grant.from.as_ref().is_some_and(has)
                });
                let people: std::collections::BTreeSet<_> =
                    grants.map(|grant| &grant.person).collect();
                GroupView {
                    group: one.group.clone(),
                    provider: one.provider.clone(),
                    role: one.role,
                    scope: one.scope.to_string(),
                    people: people.len(),
                }
            });
            Ok(DirectoryPage {
                groups: groups.collect(),
                providers: directory.providers.iter().map(provider).collect(),
            })
        })
    }
}

fn provider(one: &Provider) -> ProviderView {
    ProviderView {
        name: one.name.clone(),
        title: one.called().to_owned(),
        issuer: one.issuer.clone(),
        client: one.client.clone(),
        secret: one.secret.as_ref().map(|secret| match secret {
            Secret::Env(name) => format!("${name}"),
            Secret::File(path) => path.clone(),
        }),
        scopes: one.scopes.clone(),
        subject: one.subject.clone(),
        groups: one.groups.clone(),
        first_login: one.first_login,
    }
}
