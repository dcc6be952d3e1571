//! Where people log in, and what groups of theirs are here.

use std::collections::BTreeSet;

use holdpoint_tokens::is_issuer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Role, Scope};
use crate::bulletin::Secret;

/// What becomes of somebody who logs in for the first time, and is nobody here yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FirstLogin {
    /// They are not let in: somebody adds them first.
    #[default]
    Refuse,
    /// They are added.
    Add,
    /// They are added if a group of theirs has a role here.
    AddMembers,
}

/// How people of the directory come here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// Where people log in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Provider>,
    /// What groups are here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRole>,
}

/// An identity provider at which people log in (OpenID Connect), and who we are to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// What the organisation calls it: small letters, digits and `-`.
    pub name: String,
    /// What people call it; its name if there is nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its issuer: what its tokens say in `iss`.
    pub issuer: String,
    /// Our id there.
    pub client: String,
    /// Where our secret there stands, if we have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
    /// What is asked for besides `openid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// The claim that says who somebody is.
    pub subject: String,
    /// The claim with the groups that somebody is in.
    pub groups: String,
    /// What becomes of somebody who logs in for the first time.
    #[serde(default)]
    pub first_login: FirstLogin,
}

/// A role that the members of a group have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRole {
    /// What the directory calls the group.
    pub group: String,
    /// Which provider has to say so, by name; any if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Which role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryMistake {
    /// With a provider, by its name.
    Provider(String, String),
    /// With a line of a group, by the group.
    Group(String, String),
    /// With all of it together.
    Together(String),
}

/// How many providers and lines there can be.
const MOST: (usize, usize) = (10, 300);
/// How long a text may be.
const LONGEST: usize = 200;
/// All of it stands in one entry, beside the other settings.
const LARGEST: usize = 40_000;

/// Claims that may be given to somebody else one day.
const UNSTABLE: &[&str] = &[
    "email",
    "name",
    "nickname",
    "preferred_username",
    "upn",
    "unique_name",
];

/// How a variable or a file with a secret is called: whoever writes these settings shall not have the server send
/// something else to a provider of theirs.
const VARIABLE: &str = "HOLDPOINT_LOGIN_";
const FILE: &str = "holdpoint-login";

impl Directory {
    /// The provider of that name.
    #[must_use]
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        self.providers.iter().find(|one| one.name == name)
    }

    /// The provider that calls itself that.
    #[must_use]
    pub fn provider_at(&self, issuer: &str) -> Option<&Provider> {
        self.providers.iter().find(|one| one.issuer == issuer)
    }

    /// What groups give, if this provider says who is in them; if none does, the organisation's directory itself.
    pub fn said_by<'a>(
        &'a self,
        provider: Option<&'a Provider>,
    ) -> impl Iterator<Item = &'a GroupRole> {
        self.groups.iter().filter(move |one| match provider {
            Some(by) => one.provider.as_ref().is_none_or(|name| *name == by.name),
            None => true,
        })
    }

    /// What is wrong, all of it.
    #[must_use]
    pub fn wrong(&self) -> Vec<DirectoryMistake> {
        let mut found = Vec::new();
        let size = serde_json::to_string(self).map_or(usize::MAX, |text| text.len());
        if self.providers.len() > MOST.0 || self.groups.len() > MOST.1 || size > LARGEST {
            found.push(DirectoryMistake::Together(format!(
                "there are at most {} providers, and {} roles of groups, of {LARGEST} bytes together",
                MOST.0, MOST.1
            )));
        }
        for (at, one) in self.providers.iter().enumerate() {
            let twin = self
                .providers
                .iter()
                .take(at)
                .find(|other| other.name == one.name || other.issuer == one.issuer);
            if let Some(why) = one.wrong(twin) {
                found.push(DirectoryMistake::Provider(one.name.clone(), why));
            }
        }
        for (at, one) in self.groups.iter().enumerate() {
            let twin = self.groups.iter().take(at).any(|other| other == one);
            if let Some(why) = self.wrong_group(one, twin) {
                found.push(DirectoryMistake::Group(one.group.clone(), why));
            }
        }
        found
    }

    fn wrong_group(&self, one: &GroupRole, twin: bool) -> Option<String> {
        let several = self.providers.len() > 1;
        Some(match &one.provider {
            _ if one.group.is_empty() || one.group.len() > LONGEST => {
                format!("a group is called by 1 to {LONGEST} bytes")
            }
            _ if twin => format!("it gives `{}` on `{}` twice", one.role, one.scope),
            // Who audits does so for a time, which somebody says.
            _ if one.role == Role::Auditor => {
                "the role `auditor` ends at a date, and is granted by somebody".to_owned()
            }
            Some(name) if self.provider(name).is_none() => format!("there is no provider `{name}`"),
            None if several => {
                "there are several providers: say with `provider` which of them this group is of"
                    .to_owned()
            }
            _ => return None,
        })
    }
}

impl Provider {
    /// What people call it.
    #[must_use]
    pub fn called(&self) -> &str {
        match self.title.is_empty() {
            true => &self.name,
            false => &self.title,
        }
    }

    fn wrong(&self, twin: Option<&Self>) -> Option<String> {
        let short = |text: &str| (1..=LONGEST).contains(&text.len());
        let claims = [&self.subject, &self.groups];
        let scope = |text: &String| short(text) && text.bytes().all(|b| b.is_ascii_graphic());
        let secret = self.secret.as_ref();
        let secret = secret.and_then(|secret| secret.wrong_as("secret", VARIABLE, FILE));
        Some(match twin {
            _ if !is_name(&self.name) => {
                "it is called by 1 to 40 small letters, digits and `-`".to_owned()
            }
            Some(twin) if twin.name == self.name => "there is another of that name".to_owned(),
            Some(twin) => format!("`{}` is `{}` already", self.issuer, twin.name),
            None if self.issuer.len() > 2 * LONGEST || !is_issuer(&self.issuer) => format!(
                "`{}` is no issuer: write it as its tokens do, such as `https://login.example.org/realms/acme`",
                self.issuer
            ),
            None if !short(&self.client) || self.title.len() > LONGEST => {
                format!("its `client` is 1 to {LONGEST} bytes, and its `title` no more")
            }
            None if self.scopes.len() > 20 || !self.scopes.iter().all(scope) => {
                "its `scopes` are too many, empty, too long or not plain".to_owned()
            }
            None if !claims.iter().all(|text| short(text)) => {
                "it needs the claims `subject` and `groups`".to_owned()
            }
            None if UNSTABLE.contains(&self.subject.as_str()) => format!(
                "the claim `{}` may be given to somebody else one day: take `sub`, or what the provider never gives again",
                self.subject
            ),
            None => return secret,
        })
    }
}

fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}

impl GroupRole {
    /// Whether somebody is given it who is in these.
    #[must_use]
    pub fn given_to(&self, groups: &BTreeSet<String>) -> bool {
        groups.contains(&self.group)
    }
}
