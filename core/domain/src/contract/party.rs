//! Who takes part: the versions of a release, and what runs where it is to go.

use std::collections::BTreeSet;
use std::fmt;

use super::{Contract, Contracts, known};
use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::{Digest, Need};
use crate::release::{Artifact, Release, ReleaseName};

/// How a version stands to the release that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// It is of the release.
    New,
    /// It runs there, and the release replaces it.
    Old,
    /// It runs there, and goes on.
    Other,
}

/// A version of a component, with its contracts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party<'a> {
    /// The component.
    pub component: &'a ComponentName,
    /// Of which release.
    pub release: &'a ReleaseName,
    /// The artifact's version, if it has one.
    pub version: Option<&'a str>,
    /// The artifact.
    pub artifact: Digest,
    /// How it stands to the release that is judged.
    pub age: Age,
    /// What it provides.
    pub provides: &'a [Contract],
    /// What it consumes.
    pub consumes: &'a [Contract],
}

/// As `web 1.2`, and where it is from.
impl fmt::Display for Party<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version.unwrap_or(self.release.as_str());
        match self.age {
            Age::New => write!(f, "{} {version}", self.component),
            Age::Old | Age::Other => write!(f, "{} {version} (running)", self.component),
        }
    }
}

impl<'a> Party<'a> {
    fn only(self, wanted: impl Fn(&Contract) -> bool) -> Option<Self> {
        let any = self.provides.iter().chain(self.consumes).any(wanted);
        any.then_some(self)
    }
}

/// What is said of each artifact of a release.
pub type Said<'a> = Vec<(&'a Artifact, Option<Contracts>)>;

/// What is said of each artifact of a release.
///
/// # Errors
/// When evidence about one of them is not in memory.
pub fn said_of<'a>(state: &State, release: &'a Release) -> Result<Said<'a>, Need> {
    let artifacts = release.artifacts.values();
    Need::gather(artifacts.map(|one| Ok((one, known(state, &one.digest)?))))
}

fn of_release<'a>(release: &'a Release, said: &'a Said<'_>) -> impl Iterator<Item = Party<'a>> {
    said.iter().filter_map(|(artifact, said)| {
        let Contracts { provides, consumes } = said.as_ref()?;
        Some(Party {
            component: &artifact.component,
            release: &release.name,
            version: artifact.version.as_deref(),
            artifact: artifact.digest,
            age: Age::New,
            provides,
            consumes,
        })
    })
}

/// The versions of a release, and those that run where it is to go, or are on their way there, and have anything to do
/// with the interfaces of those that are new, or of those that these replace; the new ones first.
#[must_use]
pub fn parties<'a>(
    state: &'a State,
    place: &EnvironmentName,
    release: &'a Release,
    said: &'a Said<'_>,
) -> Vec<Party<'a>> {
    let new: Vec<_> = of_release(release, said).collect();
    let artifacts = release.artifacts.values();
    let replaced: BTreeSet<_> = artifacts.map(|artifact| &artifact.component).collect();
    let running = running(state, place);
    let running: Vec<_> = running
        .map(|party| match replaced.contains(party.component) {
            true => Party {
                age: Age::Old,
                ..party
            },
            false => party,
        })
        .collect();
    let changing = new.iter();
    let changing = changing.chain(running.iter().filter(|party| party.age == Age::Old));
    let contracts = changing.flat_map(|party| party.provides.iter().chain(party.consumes));
    let names: BTreeSet<&str> = contracts.map(|one| one.interface.as_str()).collect();
    let concerned = |party: Party<'a>| party.only(|one| names.contains(one.interface.as_str()));
    let running = running.into_iter().filter_map(concerned);
    new.into_iter().chain(running).collect()
}

/// What runs in an environment, or is on its way there, with its contracts.
pub fn running<'a>(state: &'a State, place: &EnvironmentName) -> impl Iterator<Item = Party<'a>> {
    let there = state
        .open_deployments()
        .filter(move |deployment| deployment.environment == *place);
    there.flat_map(move |deployment| {
        let runs = move |component: &ComponentName| {
            let slot = (deployment.environment.clone(), component.clone());
            deployment.in_progress() || state.running.get(&slot) == Some(&deployment.id)
        };
        let known = deployment.contracts.values();
        known
            .filter(move |one| runs(&one.component))
            .filter_map(move |one| {
                let Contracts { provides, consumes } = one.contracts.as_ref()?;
                Some(Party {
                    component: &one.component,
                    release: &deployment.release,
                    version: one.version.as_deref(),
                    artifact: one.digest,
                    age: Age::Other,
                    provides,
                    consumes,
                })
            })
    })
}
