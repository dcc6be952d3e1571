//! Which issuers are believed, and whom their tokens let in.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_tokens::{KeySet, is_issuer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{COMMANDS, WorkloadName, pattern};
use crate::access::{Permission, Role, Scope, permits};

/// Whose tokens are believed, and which workloads they are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Workloads {
    /// Issuers.
    pub issuers: Vec<Issuer>,
    /// Who is let in: the first rule that a token fits counts.
    pub allow: Vec<Rule>,
}

/// Somebody who issues tokens to programs, such as a CI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// What the organisation calls it.
    pub name: String,
    /// What its tokens say: `iss`.
    pub url: String,
    /// For whom its tokens have to be: `aud`, and nobody else.
    pub audience: String,
    /// Its keys (RFC 7517), if they are not fetched from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<String>,
}

/// What a token has to say for whoever bears it to act as a workload, and as what that acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What the workload is called.
    pub name: WorkloadName,
    /// By whom the token is, by name.
    pub issuer: String,
    /// What each of these claims has to be: one of the texts, in which `*` stands for anything but `/`, `**` for anything.
    pub claims: BTreeMap<String, BTreeSet<String>>,
    /// In which role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// What it does; all that workloads may do if there is nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub commands: BTreeSet<String>,
}

/// What is wrong with workloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkloadMistake {
    /// With an issuer, by its name.
    Issuer(String, String),
    /// With a rule, by its name.
    Rule(String, String),
    /// With all of them together.
    Together(String),
}

/// How many issuers and rules there can be, claims in a rule, and texts for a claim; and how long each is at most.
const MOST: (usize, usize, usize, usize) = (20, 200, 20, 50);
const LONGEST: usize = 500;
/// All of it stands in one entry, beside the other settings.
const LARGEST: usize = 40_000;

impl Workloads {
    /// The issuer of that name.
    #[must_use]
    pub fn issuer(&self, name: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.name == name)
    }

    /// The issuer that calls itself that.
    #[must_use]
    pub fn issuer_at(&self, url: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.url == url)
    }

    /// What lets the workload in, if anything does.
    #[must_use]
    pub fn rule(&self, name: &WorkloadName) -> Option<&Rule> {
        self.allow.iter().find(|rule| rule.name == *name)
    }

    /// What is wrong, all of it.
    #[must_use]
    pub fn wrong(&self) -> Vec<WorkloadMistake> {
        let mut found = Vec::new();
        if self.issuers.len() > MOST.0 || self.allow.len() > MOST.1 || self.size() > LARGEST {
            let why = format!(
                "there are at most {} issuers and {} workloads, of {LARGEST} bytes together",
                MOST.0, MOST.1
            );
            found.push(WorkloadMistake::Together(why));
        }
        for (at, issuer) in self.issuers.iter().enumerate() {
            let before = self.issuers.iter().take(at);
            let twin = before.clone().any(|one| one.url == issuer.url);
            let named = before.clone().any(|one| one.name == issuer.name);
            if let Some(why) = issuer.wrong(twin, named) {
                found.push(WorkloadMistake::Issuer(issuer.name.clone(), why));
            }
        }
        for (at, rule) in self.allow.iter().enumerate() {
            let twin = self.allow.iter().take(at).any(|one| one.name == rule.name);
            let known = self.issuer(&rule.issuer).is_some();
            if let Some(why) = rule.wrong(twin, known) {
                found.push(WorkloadMistake::Rule(rule.name.to_string(), why));
            }
        }
        found
    }

    fn size(&self) -> usize {
        serde_json::to_string(self).map_or(usize::MAX, |text| text.len())
    }
}

impl Issuer {
    fn wrong(&self, twin: bool, named: bool) -> Option<String> {
        let keys = self.keys.as_deref().map(str::as_bytes).map(KeySet::read);
        let audience = (1..=LONGEST).contains(&self.audience.len());
        Some(match keys {
            _ if named => "there is another of that name".to_owned(),
            _ if twin => format!("`{}` has another name already", self.url),
            _ if !is_issuer(&self.url) => format!(
                "`{}` is no issuer: write it as its tokens do, such as `https://token.actions.githubusercontent.com`",
                self.url
            ),
            _ if !audience => "it has no audience that tokens could be for".to_owned(),
            Some(Err(why)) => format!("its keys cannot be used: {why}"),
            _ => return None,
        })
    }
}

impl Rule {
    /// Whether it lets the workload do that.
    #[must_use]
    pub fn lets(&self, command: &str) -> bool {
        let own = self.commands.is_empty() || self.commands.contains(command);
        own && COMMANDS.contains(&command)
    }

    /// The claim that is otherwise than it has to be, if one is. `said` gives the texts of a claim.
    pub fn missed<T: AsRef<str>>(&self, said: impl Fn(&str) -> Vec<T>) -> Option<&str> {
        let wanted = self.claims.iter().find(|(claim, patterns)| {
            let found = said(claim);
            let fits = |text: &T| {
                patterns
                    .iter()
                    .any(|one| pattern::matches(one, text.as_ref()))
            };
            !found.iter().any(fits)
        });
        wanted.map(|(claim, _)| claim.as_str())
    }

    fn wrong(&self, twin: bool, known: bool) -> Option<String> {
        let texts = self.claims.values().flatten();
        let long = texts.clone().chain(self.claims.keys());
        let long = long
            .clone()
            .any(|text| text.is_empty() || text.len() > LONGEST);
        let many = self.claims.len() > MOST.2 || self.claims.values().any(|of| of.len() > MOST.3);
        let none = self.claims.values().any(BTreeSet::is_empty);
        let narrow = |of: &BTreeSet<String>| of.iter().all(|one| pattern::says_something(one));
        let stranger = self
            .commands
            .iter()
            .find(|name| !COMMANDS.contains(&name.as_str()));
        Some(match stranger {
            _ if twin => "there is another of that name".to_owned(),
            _ if !known => format!("there is no issuer `{}`", self.issuer),
            _ if many || long || none => "its claims are too many, empty or too long".to_owned(),
            _ if !self.claims.values().any(narrow) => {
                "it says of no claim what it has to be: everybody to whom the issuer gives tokens would be let in".to_owned()
            }
            _ if !permits(self.role, Permission::Evidence) => format!(
                "the role `{}` attaches no evidence; `developer`, `deployer`, `sre`, `component-owner` and `release-manager` do",
                self.role
            ),
            Some(stranger) => {
                let known = COMMANDS.join("`, `");
                format!("workloads do not do `{stranger}`, but `{known}`")
            }
            None => return None,
        })
    }
}
