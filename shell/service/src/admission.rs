//! Whether content that somebody brings to an environment by other means may go there: what the gate says of the releases that
//! carry it. The same gate answers that `gate.explain` asks, and nothing is written.

use std::collections::BTreeMap;

use holdpoint_domain::access::Permission;
use holdpoint_domain::environment::{Environment, Level};
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::{Release, ReleaseName};
use holdpoint_domain::{Actor, Digest, Kind, Need, Reason, State};

use crate::queries::{ExplainGate, Query as _};
use crate::{At, Reader, Service, ServiceError};

/// How many releases that carry the same are judged, the newest first.
const MOST: usize = 20;

/// What is said of everything that somebody brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// What the gate of the environment does with its verdict.
    pub level: Level,
    /// What is said of each digest, in the order in which they were named.
    pub carried: Vec<Carried>,
}

/// What is said of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// No release that is not finished carries it.
    Unknown,
    /// This release carries it and runs there, so that nothing new comes there.
    Runs(ReleaseName),
    /// The gate was asked about the release.
    Judged(Said),
}

/// What the gate says of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which release.
    pub release: ReleaseName,
    /// The verdict.
    pub verdict: Outcome,
    /// Whether the gate lets it pass.
    pub passes: bool,
    /// What stands against it, by criterion; people are called by their handles.
    pub reasons: Vec<(String, Reason)>,
}

impl Service {
    /// Whether what has these digests may go to an environment: the release that carries one and has come furthest counts.
    ///
    /// # Errors
    /// When the actor may not read, there is no such environment, or a rule of the gate gives no verdict.
    pub fn admission(
        &self,
        actor: &Actor,
        environment: &str,
        digests: &[Digest],
    ) -> Result<Admission, ServiceError> {
        self.may(actor, Permission::Read)?;
        let reader = self.reader_for(actor, At::Now)?;
        let (level, carriers) = reader.ask(|state| {
            let mut places = state.environments.values();
            let Some(place) = places.find(|place| place.name.as_str() == environment) else {
                let known = state.environments.keys().map(|name| name.as_str());
                let absent = ServiceError::absent(Kind::Environment, environment, known);
                return Ok(Err(absent));
            };
            let carriers = digests.iter().map(|digest| carriers(state, place, digest));
            Ok(Ok((place.level, Need::gather(carriers)?)))
        })??;
        let mut asked = BTreeMap::new();
        let carried = carriers
            .into_iter()
            .map(|carriers| said(&reader, environment, carriers, &mut asked))
            .collect::<Result<_, _>>()?;
        Ok(Admission { level, carried })
    }
}

/// Who carries something.
enum Carriers {
    /// A release that runs there.
    Running(ReleaseName),
    /// Releases that do not, the newest first.
    Others(Vec<ReleaseName>),
}

fn carriers(state: &State, place: &Environment, digest: &Digest) -> Result<Carriers, Need> {
    let carries = |release: &&Release| {
        let mut artifacts = release.artifacts.values();
        !release.finished() && artifacts.any(|artifact| artifact.digest == *digest)
    };
    let all = state.releases.iter().map(|(_, release)| release);
    let mut found: Vec<_> = all.filter(carries).collect();
    found.sort_by_key(|release| std::cmp::Reverse(release.newest));
    for release in &found {
        if runs(state, place, release, digest)? {
            return Ok(Carriers::Running(release.name.clone()));
        }
    }
    let names = found.iter().map(|release| release.name.clone());
    Ok(Carriers::Others(names.take(MOST).collect()))
}

/// Whether the component that has this content runs there, from this release as it is now.
fn runs(
    state: &State,
    place: &Environment,
    release: &Release,
    digest: &Digest,
) -> Result<bool, Need> {
    let manifest = release.manifest();
    let artifacts = release.artifacts.values();
    for artifact in artifacts.filter(|artifact| artifact.digest == *digest) {
        let slot = (place.name.clone(), artifact.component.clone());
        let Some(id) = state.running.get(&slot) else {
            continue;
        };
        let deployment = state.deployments.get(&id.key())?;
        let same = |found: &holdpoint_domain::deployment::Deployment| {
            found.release == release.name && found.manifest == manifest
        };
        if deployment.is_some_and(same) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The best that is said of any of them: who may go decides, and else the newest.
fn said(
    reader: &Reader<'_>,
    environment: &str,
    carriers: Carriers,
    asked: &mut BTreeMap<ReleaseName, Said>,
) -> Result<Carried, ServiceError> {
    let releases = match carriers {
        Carriers::Running(release) => return Ok(Carried::Runs(release)),
        Carriers::Others(releases) => releases,
    };
    let mut best: Option<Said> = None;
    for release in releases {
        let said = match asked.get(&release) {
            Some(said) => said.clone(),
            None => ask(reader, environment, &release)?,
        };
        asked.insert(release, said.clone());
        let goes = said.verdict == Outcome::Go;
        let better = |best: &Said| (goes, said.passes) > (best.verdict == Outcome::Go, best.passes);
        if best.as_ref().is_none_or(better) {
            best = Some(said);
        }
        if goes {
            break;
        }
    }
    Ok(best.map_or(Carried::Unknown, Carried::Judged))
}

fn ask(
    reader: &Reader<'_>,
    environment: &str,
    release: &ReleaseName,
) -> Result<Said, ServiceError> {
    let question = ExplainGate {
        release: release.to_string(),
        environment: environment.to_owned(),
    };
    let explained = question.answer(reader)?;
    let lines = explained.gate.criteria.iter();
    let against = lines.filter(|line| line.outcome != Outcome::Go);
    let reasons = against.flat_map(|line| {
        let reasons = line.reasons.iter().map(|one| reader.names().reason(one));
        reasons.map(|reason| (line.criterion.clone(), reason))
    });
    Ok(Said {
        release: release.clone(),
        verdict: explained.verdict,
        passes: explained.passes,
        reasons: reasons.collect(),
    })
}
