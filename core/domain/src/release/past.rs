//! Past releases: what went out before Holdpoint was asked, told by another source such as a repository's tags.
//!
//! They are listed and counted, and carry nothing: no gate lets one pass, nothing of one is approved or deployed.

use imbl::{OrdMap, OrdSet, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{not_imported, past_wrong, release_exists};
use super::{Release, ReleaseName, Stage, found, targets};
use crate::access::{Permission, Required, Target};
use crate::catalogue::{ComponentName, component_unknown};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Meta, Need, Refusal, Time};
use crate::{Fact, State};

/// Where it is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastSource {
    /// Of what kind: `git-tag`.
    pub kind: String,
    /// The repository, without credentials; empty if it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
    /// What it is called there, such as the tag `v1.4.0`.
    pub reference: String,
    /// The commit that it leads to, in hex.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commit: String,
}

/// When it went out, and where that is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// When it went out, as the source says.
    pub occurred: Time,
    /// Its version.
    pub version: String,
    /// The source.
    pub source: PastSource,
}

/// A release that went out before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastRelease {
    /// What it is called here.
    pub release: ReleaseName,
    /// The components that went out.
    pub components: Vec<ComponentName>,
    /// When, and where that is known from.
    pub past: Past,
}

/// A release went out before Holdpoint was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseImported {
    /// The release.
    pub imported: PastRelease,
}

impl Evolve for ReleaseImported {
    fn subject(&self) -> Key {
        self.imported.release.key()
    }

    fn references(&self) -> Vec<Key> {
        let components = self.imported.components.iter();
        components.map(ComponentName::key).collect()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let PastRelease {
            release,
            components,
            past,
        } = &self.imported;
        let known = Release {
            name: release.clone(),
            title: None,
            notes: None,
            origin: None,
            stage: Stage::Imported,
            past: Some(past.clone()),
            created: meta.time,
            creator: meta.actor.clone(),
            components: components.iter().cloned().collect(),
            scope: Vector::new(),
            artifacts: OrdMap::new(),
            commits: Vector::new(),
            authors: OrdSet::new(),
            makers: OrdSet::new(),
            readiness_asked: Vector::new(),
            readiness: OrdMap::new(),
            approvals: Vector::new(),
            withdrawn: OrdMap::new(),
            deployers: OrdSet::new(),
            reached: OrdMap::new(),
            plans: OrdMap::new(),
            turned: meta.time,
            turned_at: meta.position,
            newest: meta.position,
        };
        state.releases.insert(release.key(), known);
    }
}

/// An imported release was taken back: there is none of that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportWithdrawn {
    /// Which.
    pub release: ReleaseName,
}

impl Evolve for ImportWithdrawn {
    fn subject(&self) -> Key {
        self.release.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let key = self.release.key();
        state.releases.forget(&key);
        state.releases.insert_absent(key);
    }
}

/// How many are told at once at most: each is looked up.
const MOST: usize = 1000;

/// Tells of releases that went out before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportReleases {
    /// The releases.
    pub releases: Vec<PastRelease>,
}

impl Decide for ImportReleases {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        let components = self.releases.iter().flat_map(|one| &one.components);
        let targets: std::collections::BTreeSet<_> = components.collect();
        let targets: Vec<_> = targets
            .into_iter()
            .cloned()
            .map(Target::Component)
            .collect();
        Ok(match targets.is_empty() {
            true => Required::everywhere(Permission::Catalogue),
            false => Required::on(Permission::Catalogue, targets),
        })
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if self.releases.len() > MOST {
            let why = format!("are {}, more than {MOST} at once", self.releases.len());
            return Err(past_wrong(why).into());
        }
        let there = self.releases.iter();
        let there = Need::gather(there.map(|one| state.releases.get(&one.release.key())))?;
        let mut names = std::collections::BTreeSet::new();
        let mut facts = Vec::new();
        for (one, there) in self.releases.iter().zip(there) {
            check(state, one, context.now)?;
            if there.is_some() || !names.insert(&one.release) {
                return Err(release_exists(&one.release).into());
            }
            let imported = one.clone();
            facts.push(ReleaseImported { imported }.into());
        }
        Ok(facts)
    }
}

fn check(state: &State, one: &PastRelease, now: Time) -> Result<(), Refusal> {
    let PastSource {
        kind,
        repository,
        reference,
        commit,
    } = &one.past.source;
    let unknown = one.components.iter();
    let mut unknown = unknown.filter(|name| !state.components.contains_key(*name));
    if let Some(name) = unknown.next() {
        return Err(component_unknown(name));
    }
    let texts = [&one.past.version, kind, repository, reference, commit];
    let name = &one.release;
    let why = match () {
        () if one.components.is_empty() => format!("have `{name}`, which names no component"),
        () if one.past.occurred > now => format!("have `{name}`, which is still to come"),
        () if reference.is_empty() || kind.is_empty() => format!("have `{name}` without a source"),
        () if texts.iter().any(|text| text.len() > 500) => {
            format!("have `{name}`, whose source takes more than 500 bytes")
        }
        () => return Ok(()),
    };
    Err(past_wrong(why))
}

/// Takes imported releases back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawImport {
    /// Which.
    pub releases: Vec<ReleaseName>,
}

impl Decide for WithdrawImport {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let mut all = Vec::new();
        state
            .releases
            .ready(self.releases.iter().map(ReleaseName::key))?;
        for name in &self.releases {
            all.extend(targets(found(state, name)?));
        }
        Ok(match all.is_empty() {
            true => Required::everywhere(Permission::Catalogue),
            false => Required::on(Permission::Catalogue, all),
        })
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if self.releases.len() > MOST {
            let why = format!("are {}, more than {MOST} at once", self.releases.len());
            return Err(past_wrong(why).into());
        }
        let names: std::collections::BTreeSet<_> = self.releases.iter().collect();
        let mut facts = Vec::new();
        for name in names {
            let release = found(state, name)?;
            if release.stage != Stage::Imported {
                return Err(not_imported(name, release.stage).into());
            }
            let release = name.clone();
            facts.push(ImportWithdrawn { release }.into());
        }
        Ok(facts)
    }
}
